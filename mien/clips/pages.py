"""Pages that open from disk without a network: one template each, one style for all.

package's templates, page.css.jinja of this one ─> Template with everything escaped
"""

from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, Template

FOLDER = "templates"


@cache
def template(package: str, name: str) -> Template:
    """A template in a package's folder of templates; it may include the style of all pages."""
    own, style = PackageLoader(package, FOLDER), PackageLoader("mien.clips", FOLDER)
    environment = Environment(
        loader=ChoiceLoader([own, style]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(name)
