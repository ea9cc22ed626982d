"""Maven Analytics' data set "CRM Sales Opportunities": four tables that name each other by name.

Regional offices become teams, and the managers in the file manage them (I4).
"""

from handsel.imports.columns import DecimalSign
from handsel.imports.layouts import FreeWorkflow, Layout, Sheet
from handsel.imports.rules import Kind
from handsel.kernel.sentences import say

MAVEN = Layout(
    name="maven",
    label="Maven: CRM Sales Opportunities",
    source="maven",
    team_of_owner=True,
    decimal_sign=DecimalSign.POINT,
    workflow=FreeWorkflow(
        "Maven", (("Prospecting", "open"), ("Engaging", "open"), ("Won", "won"), ("Lost", "lost"))
    ),
    sheets=(
        Sheet(
            kind=Kind.PERSON,
            name="sales_teams.csv",
            known_by="person.name",
            columns={
                "sales_agent": "person.name",
                "manager": "person.manager",
                "regional_office": "person.team",
            },
        ),
        Sheet(
            kind=Kind.PRODUCT,
            name="products.csv",
            known_by="product.name",
            columns={"product": "product.name", "series": "product.series", "sales_price": "product.price"},
        ),
        Sheet(
            kind=Kind.ACCOUNT,
            name="accounts.csv",
            known_by="account.name",
            columns={
                "account": "account.name",
                "sector": "account.attribute.sector",
                "year_established": "account.attribute.year_established",
                "revenue": "account.attribute.revenue",
                "employees": "account.attribute.employees",
                "office_location": "account.attribute.office_location",
                "subsidiary_of": "account.parent",
            },
        ),
        Sheet(
            kind=Kind.OPPORTUNITY,
            name="sales_pipeline.csv",
            known_by="source_id",
            columns={
                "opportunity_id": "source_id",
                "sales_agent": "owner",
                "product": "product",
                "account": "account.name",
                "deal_stage": "step",
                "engage_date": "created_at",
                "close_date": "closed_at",
                "close_value": "amount",
            },
        ),
    ),
    left_out={"data_dictionary.csv": say("it describes the columns of the others")},
)
