"""How many decimals the amounts of a currency have (ISO 4217), so that money is counted in whole minor units."""

_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split()
_THREE = "BHD IQD JOD KWD LYD OMR TND".split()
_FOUR = "CLF UYW".split()
_DECIMALS = dict.fromkeys(_NONE, 0) | dict.fromkeys(_THREE, 3) | dict.fromkeys(_FOUR, 4)


def minor_unit(currency: str) -> int:
    """The number of decimals of a currency's amounts: 2 for most, 0 for JPY, 3 for KWD."""
    return _DECIMALS.get(currency, 2)
