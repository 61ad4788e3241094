r"""Objects of JSON Lines, JSON and YAML files, one item for each, however damaged.

    {...}\n{...}                 JSON Lines: a bad line is skipped
    [{...}, {...}]               JSON array, or {"products": [...]}: read up to the damage
    - name: ...\n- name: ...     YAML list, or one below a key: a bad item is skipped

YAML scalars stay text (`No` and `007` are names), and its items are parsed one by one.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

import yaml

from recommender_api.catalog.archives import Member
from recommender_api.catalog.errors import CatalogDamaged
from recommender_api.catalog.files import Source, is_utf8
from recommender_api.catalog.formats.tables import NOT_UTF8

NOT_JSON = "not JSON"
NOT_YAML = "not YAML"
NOT_AN_OBJECT = "not an object"

Fields = Mapping[str, object]
Objects = Iterator[Fields | str]
"""Each object, or in a few words why it cannot be read."""

_ARRAY = re.compile(r'\s*(?:\[|\{(?:[^\[\]{}]*,)?\s*"(?:products|items|data|results)"\s*:\s*\[)')
_GAP = re.compile(r"[\s,]*")
_ITEM = re.compile(r"( *)-(?=\s)")
_BEFORE_ITEMS = re.compile(r"\s*(#.*|---.*|\w+:\s*)?$")
_NESTING = re.compile(r"[\[{]|[-?] ")
_MAX_NESTING = 500
"""Brackets and dashes in an item: libyaml recurses on them until the process dies."""
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def json_objects(source: Source, member: Member) -> Objects:
    """The objects of JSON Lines or of a JSON array. Raises CatalogDamaged."""
    return (_json_array if _ARRAY.match(member.text) else _json_lines)(source, member)


def first_json(member: Member) -> Fields:
    """The first object in the file's head; empty where there is none."""
    text = member.text
    array = _ARRAY.match(text)
    start = _GAP.match(text, array.end() if array else 0)
    assert start is not None, "the pattern matches emptiness"
    try:
        value, end = json.JSONDecoder().raw_decode(text, start.end())
    except (ValueError, RecursionError):
        return {}
    is_line = text[end : end + 1] in ("", "\r", "\n") and "\n" not in text[start.end() : end]
    return value if isinstance(value, dict) and (array or is_line) else {}


def yaml_objects(source: Source, member: Member) -> Objects:
    """The objects of a YAML list. Raises CatalogDamaged."""
    return map(_yaml_object, _yaml_items(source.lines(member)))


def first_yaml(member: Member) -> Fields:
    """The first object in the file's head; empty where there is none."""
    for item in islice(_yaml_items(iter(member.text.splitlines(keepends=True))), 1):
        value = _yaml_object(item)
        return {} if isinstance(value, str) else value
    return {}


def _json_lines(source: Source, member: Member) -> Objects:
    return (_object(line, json.loads, NOT_JSON) for line in source.lines(member) if line.strip())


def _json_array(source: Source, member: Member) -> Objects:
    text, damage = source.document(member)
    decode = json.JSONDecoder().raw_decode
    array = _ARRAY.match(text)
    position = array.end() if array else 0
    while (position := _skip_gap(text, position)) < len(text) and text[position] != "]":
        try:
            value, end = decode(text, position)
        except (ValueError, RecursionError) as error:
            raise damage or CatalogDamaged(member.name, "the rest is not JSON") from error
        yield _checked(value, text[position:end])
        position = end
    if damage or position >= len(text):
        raise damage or CatalogDamaged(member.name, "the JSON array has no end")


def _skip_gap(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return gap.end() if gap else position


def _yaml_items(lines: Iterator[str]) -> Iterator[str]:
    """The text of each item of the first list; nothing where the file does not begin with one."""
    item: list[str] = []
    indent: str | None = None
    for line in lines:
        dash = _ITEM.match(line)
        if indent is None:
            if not dash and not _BEFORE_ITEMS.match(line):
                return
            indent = dash[1] if dash else None
        elif dash and dash[1] == indent:
            yield "".join(item)
            item = []
        if indent is not None:
            item.append(line)
    if item:
        yield "".join(item)


def _yaml_object(item: str) -> Fields | str:
    if len(_NESTING.findall(item)) > _MAX_NESTING:
        return NOT_YAML
    return _object(item, _load_yaml_item, NOT_YAML)


def _load_yaml_item(item: str) -> object:
    [value] = yaml.load(item, Loader=_LOADER)
    return value


def _object(raw: str, load: Callable[[str], object], fault: str) -> Fields | str:
    if not is_utf8(raw):
        return NOT_UTF8
    try:
        return _checked(load(raw), "")
    except (ValueError, TypeError, RecursionError, yaml.YAMLError):
        return fault


def _checked(value: object, raw: str) -> Fields | str:
    if not is_utf8(raw):
        return NOT_UTF8
    return value if isinstance(value, dict) else NOT_AN_OBJECT
