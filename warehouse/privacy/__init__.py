"""What keeps persons out of the data: keyed pseudonyms for authors; masks for names, numbers, addresses and homes of persons.

Runs before the first write.
"""

from warehouse.privacy.accounts import EMAIL, mask_handles
from warehouse.privacy.masking import change_where, is_suspicious, mask_columns, mask_text, mask_texts, mask_urls
from warehouse.privacy.numbers import IDENTITY_NUMBERS
from warehouse.privacy.pseudonyms import pseudonym, pseudonym_key, pseudonyms
from warehouse.privacy.values import is_personal_column, mask_json, mask_value

__all__ = [
    "EMAIL",
    "IDENTITY_NUMBERS",
    "change_where",
    "is_personal_column",
    "is_suspicious",
    "mask_columns",
    "mask_handles",
    "mask_json",
    "mask_text",
    "mask_texts",
    "mask_urls",
    "mask_value",
    "pseudonym",
    "pseudonym_key",
    "pseudonyms",
]
