from django.contrib import admin


class LongFilter(admin.RelatedOnlyFieldListFilter):
    """Values that occur in the list; closed until asked for, as there may be a hundred."""

    template = "admin/cooperation/long_filter.html"
