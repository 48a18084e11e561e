"""In what state the site is: asked by probes, by Prometheus, and by a person at a terminal.

`findings` says what a check found, `basics` checks what the site cannot do without, `ready` asks that within a bounded
time, `probes` answers before Django wakes up, and `pages` tells staff more.
"""
