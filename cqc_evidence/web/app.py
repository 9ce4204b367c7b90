"""The application: everything put together around an open project."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, PackageLoader, StrictUndefined

from cqc_evidence.web.asking import Web
from cqc_evidence.web.gate import finish, gate
from cqc_evidence.web.look import dress
from cqc_evidence.web.pages import build, edit, history, home, items, review, search, tag, things, upload
from cqc_evidence.web.refusals import tell_refusals

_PAGES = (home, things, items, edit, tag, upload, review, history, build, search)


class _App(Flask):
    """Flask with every template escaped, whatever its file is called."""

    jinja_options = {  # noqa: RUF012  # as Flask declares it
        "autoescape": True,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }

    def select_jinja_autoescape(self, filename: str | None) -> bool:  # noqa: ARG002  # Flask's own signature
        """Return that everything is escaped."""
        return True


def create_app(web: Web) -> Flask:
    """Return the application around an open project."""
    app = _App("cqc_evidence.web", template_folder=None, static_folder="static", static_url_path="/static")
    settings = web.settings
    app.config.update(
        SECRET_KEY=settings.secret, MAX_CONTENT_LENGTH=settings.upload_mb * 1_000_000, MAX_FORM_MEMORY_SIZE=4_000_000,
        MAX_FORM_PARTS=2_000, SEND_FILE_MAX_AGE_DEFAULT=3_600, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False,
        PROPAGATE_EXCEPTIONS=False, **settings.cookie,
    )  # fmt: skip
    app.extensions["cqc"] = web
    app.jinja_loader = ChoiceLoader([PackageLoader("cqc_evidence.web"), PackageLoader("cqc_evidence.write.html")])
    dress(app, web)
    app.before_request(gate)
    CSRFProtect(app)
    app.after_request(finish)
    tell_refusals(app)
    web.door.register(app)
    for page in _PAGES:
        app.register_blueprint(page.pages)
    return app
