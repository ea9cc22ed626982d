"""Any table, one opportunity per row: the person says what its columns are, and these guesses come first."""

from handsel.imports.layouts import Layout

SPREADSHEET = Layout(name="csv", label="Any table (CSV, XLSX)", source="csv")

GUESSES: dict[str, tuple[str, ...]] = {
    # exact headers, folded and without punctuation; the first column that fits a target gets it
    "source_id": ("id", "opportunity id", "deal id", "record id", "number", "source number", "lead number"),
    "title": (
        "title",
        "name",
        "deal name",
        "opportunity name",
        "deal title",
        "opportunity",
        "deal",
        "own title",
    ),
    "contact.name": (
        "contact",
        "contact name",
        "person",
        "person name",
        "customer",
        "full name",
        "lead name",
    ),
    "contact.email": (
        "email",
        "e mail",
        "contact email",
        "email address",
        "person email",
        "person email work",
    ),
    "contact.phone": ("phone", "contact phone", "phone number", "mobile", "telephone", "person phone"),
    "account.name": (
        "account",
        "account name",
        "company",
        "company name",
        "organization",
        "organization name",
    ),
    "product": ("product", "product name"),
    "owner": (
        "owner",
        "owner name",
        "owner email",
        "deal owner",
        "opportunity owner",
        "sales agent",
        "assigned to",
    ),
    "team": ("team", "pipeline", "funnel"),
    "step": ("step", "stage", "deal stage", "stage name", "status"),
    "amount": ("amount", "value", "deal value", "deal amount", "close value", "price"),
    "currency": ("currency", "currency code"),
    "created_at": ("created", "created at", "created date", "create date", "creation date", "engage date"),
    "closed_at": ("closed", "closed at", "close date", "closed date", "won time"),
    "follow_up_at": ("follow up", "follow up at", "follow up date", "next activity date"),
    "description": ("description", "note", "notes", "note content", "comment"),
    "lost_reason": ("lost reason", "closed lost reason", "reason"),
}
