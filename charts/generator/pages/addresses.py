"""The addresses of the ledgers, the catalogue and the datasets, below the site's root."""

FACTS = "data/facts/"
CLAIMS = "data/claims/"
CATALOGUE = "data/"


def dataset_page(name: str) -> str:
    """Return the address of a dataset's page."""
    taken = f"{CATALOGUE}{name}/" in (FACTS, CLAIMS)
    return f"{CATALOGUE}{name}{'-data' if taken else ''}/"
