from handsel.kernel.refusals import Forbidden, NotFound
from handsel.kernel.sentences import say
from handsel.organizations.rules import Capability


class ProductNotFound(NotFound):
    code = "product_not_found"


class ProductsReadOnly(Forbidden):
    code = "products_read_only"


def may_edit(capabilities: frozenset[Capability]) -> bool:
    """Who sets up, and who imports (products come with imports)."""
    return Capability.CONFIGURE in capabilities or Capability.IMPORT in capabilities


def check_may_edit(capabilities: frozenset[Capability]) -> None:
    if not may_edit(capabilities):
        raise ProductsReadOnly(say("Only managers and administrators may change the catalog."))
