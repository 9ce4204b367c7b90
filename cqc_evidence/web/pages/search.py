"""Search over all text."""

from __future__ import annotations

import time

from flask import Blueprint, render_template, request

from cqc_evidence.web.asking import may, web

pages = Blueprint("search", __name__)
_LONGEST = 200


@pages.get("/search")
def show() -> str:
    """Show what holds the words, the best first."""
    words = request.args.get("q", "").strip()[:_LONGEST]
    began = time.perf_counter()
    hits = web().search.find(words, personal=may("quality-lead", "manager", "reviewer")) if words else []
    page = "search_part.html.j2" if request.headers.get("HX-Request") else "search.html.j2"
    return render_template(page, words=words, hits=hits, state=web().site.state, took=time.perf_counter() - began)
