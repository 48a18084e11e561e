"""Azerbaijani dates: 11 yanvar 2024."""

MONTH_DAY_FORMAT = "j E"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y, H:i"
