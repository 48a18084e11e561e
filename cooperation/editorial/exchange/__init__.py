"""Tables that editors bring and take away, and the record's own lossless archive. Nothing here knows HTTP."""
