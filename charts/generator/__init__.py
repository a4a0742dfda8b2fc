"""The generator: it knows nothing of the explainer that it is run for.

Its subpackages are layers. Each may import those below it and none above; `make lint` checks it.

    cli                 the command line
    site | author       whole sites; what authors and editors ask for
    check | export      what is wrong with the words; files that readers take along
    pages               Markdown pages and what their macros say
    project             one explainer on disk
    draw                charts
    numbers             values with receipts
    data                datasets
    base                everything that has no subject of its own

`theme/` holds what is not code: templates, scripts, styles, fonts, and the drafts of `new`.
"""
