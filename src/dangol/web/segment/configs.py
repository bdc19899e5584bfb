"""What the browser SDKs ask before they begin: where to send, and that there is nothing else to load."""

from typing import Any

from starlette.types import Scope

from dangol.web.segment.request import header
from dangol.web.views import Site

_PREFIX, _SUFFIX = "/v1/projects/", "/settings"
_VERSION = "4.4.7"  # of Segment's own destination, as its settings name it


def segment_settings(write_key: str, host: str, scheme: str) -> dict[str, Any]:
    """``GET /v1/projects/{writeKey}/settings``, for analytics.js: events go to ``host``, and no number is reported elsewhere."""
    ours = {
        "apiKey": write_key,
        "apiHost": f"{host}/v1",
        "protocol": scheme,
        "addBundledMetadata": True,
        "unbundledIntegrations": [],
        "maybeBundledConfigIds": {},
        "versionSettings": {"version": _VERSION, "componentTypes": ["browser"]},
    }
    return {
        "integrations": {"Segment.io": ours},
        "plan": {"track": {"__default": {"enabled": True, "integrations": {}}}, "identify": {}, "group": {}},
        "edgeFunction": {},
        "analyticsNextEnabled": True,
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "metrics": {"sampleRate": 0},
        "legacyVideoPluginsEnabled": False,
        "remotePlugins": [],
    }


def source_config(write_key: str, site: Site, host: str, scheme: str) -> dict[str, Any]:
    """``GET /sourceConfig``, for RudderStack's SDKs: one source without destinations."""
    url = f"{scheme}://{host}"
    return {
        "source": {
            "id": site.inbox,
            "name": site.inbox,
            "writeKey": write_key,
            "enabled": site.enabled,
            "workspaceId": "dangol",
            "config": {"statsCollection": {"errors": {"enabled": False}, "metrics": {"enabled": False}}},
            "destinations": [],
            "connections": [],
            "dataplanes": {"US": [{"url": url, "default": True}]},
        },
        "updatedAt": "2026-01-01T00:00:00.000Z",
        "consentManagementMetadata": {"providers": []},
    }


def key_in(path: str) -> str | None:
    """The write key in ``/v1/projects/{writeKey}/settings``, None for any other path."""
    if not path.startswith(_PREFIX) or not path.endswith(_SUFFIX):
        return None
    key = path[len(_PREFIX) : -len(_SUFFIX)]
    return key if key and "/" not in key else None


def here(scope: Scope) -> tuple[str, str]:
    """Host and scheme under which we were called."""
    return header(scope["headers"], b"host").decode("latin-1"), scope["scheme"]
