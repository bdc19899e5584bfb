"""Which keys seal the contact data of this store: known to be ours before anything is read, and changed by rotation."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from dangol.bootstrap.tables import contact_keys, shop_tokens
from dangol.kit.sealing import Vault, wrong_key
from dangol.store.engine import Store
from dangol.store.resealing import reseal
from dangol.store.sealed import opened, seal
from dangol.store.upsert import insert_or_ignore

_CANARY = "dangol"


def vault_from(brand_key: bytes, rotated: Sequence[str]) -> Vault:
    """The vault of an installation: the secrets of ``DANGOL_CONTACT_KEYS``, the newest first, and at last the brand's own key."""
    return Vault([*(secret.encode() for secret in rotated), brand_key])


def check_keys(store: Store, vault: Vault, at: datetime) -> None:
    """Sees that all of the store's keys are ours, and writes down a new one.

    Raises:
        Broken: ``key.wrong``.
    """
    with store.read() as connection:
        known = _known(connection)
    for sealed in known.values():
        if vault.open(sealed) != _CANARY:
            raise wrong_key()
    if vault.active not in known:
        with store.write() as connection:
            row = {"id": vault.active, "canary": vault.seal(_CANARY), "first_used_at": at}
            connection.execute(insert_or_ignore(connection, contact_keys), row)


def rotate(store: Store, vault: Vault) -> int:
    """Seals everything with the active key and forgets the others; then rewrites the files. Answers how many rows changed."""
    with store.write() as connection:
        changed = reseal(connection) + _reseal_tokens(connection)
        connection.execute(delete(contact_keys).where(contact_keys.c.id != vault.active))
    store.scrub()
    return changed


def _reseal_tokens(connection: Connection) -> int:
    held = connection.execute(select(shop_tokens)).all()
    for row in held:
        this = (shop_tokens.c.inbox == row.inbox, shop_tokens.c.client == row.client)
        connection.execute(update(shop_tokens).where(*this).values(sealed=seal(connection, opened(connection, row.sealed))))
    return len(held)


def _known(connection: Connection) -> dict[str, str]:
    return {row.id: row.canary for row in connection.execute(select(contact_keys))}
