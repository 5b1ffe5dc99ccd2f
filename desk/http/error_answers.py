"""What a person sees when something is wrong: what happened, and what to do; a page, or JSON for a script."""

from dataclasses import replace
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from bulletin.issue import NotThere
from desk.editing.typed_values import Unclear
from desk.http import csrf
from desk.http.page_notices import Fault, Notice
from desk.http.security_headers import HEADERS
from desk.http.templates import page
from desk.http.visitor import Forbidden, Forged, LoginNeeded, login_address
from desk.users.login_form import NOT_SAVED, again_page, fields_of, login_page
from pipeline.errors import BackendError, Conflict, SettingError, Unavailable

# Elasticsearch starts in half a minute; a page's script asks again that often.
RETRY_SECONDS = 5


def wants_json(request: Request) -> bool:
    """Whether a script asks rather than a person."""
    if request.url.path.startswith("/api/"):
        return True
    if csrf.HEADER in request.headers or request.headers.get("content-type", "").startswith("application/json"):
        return True
    accept = request.headers.get("accept", "")
    return "application/json" in accept and "text/html" not in accept


def answer(request: Request, fault: Fault, headers: dict[str, str] | None = None) -> Response:
    """The fault as a page or as JSON {"error", "advice"}."""
    if wants_json(request):
        body = {"error": fault.title, "advice": fault.advice, "detail": fault.detail}
        return JSONResponse(body, fault.status, headers)
    form = getattr(request.state, "form", [])
    if any(field.is_typed for field in fields_of(form)):
        why = replace(
            fault,
            title=f"没有保存：{fault.title}",
            advice=f"你写的都在下面，没有丢；选好的图片要重新选。{fault.advice}",
        )
        made = again_page(request, (request.url.path, form), why)
    else:
        made = page(request, "error.html.jinja", status=fault.status, fault=fault)
    made.headers.update(headers or {})
    return made


def _unavailable(request: Request, problem: Unavailable) -> Response:
    script = "你的修改还留在页面上，存储恢复后会自动重新提交；请不要关闭这个页面。几分钟后仍然如此，请告诉运维。"
    person = "已经保存的都在。请过一会儿再试；几分钟后仍然如此，请告诉运维。"
    fault = Fault(503, "存储暂时没有响应", script if wants_json(request) else person, str(problem))
    return answer(request, fault, {"Retry-After": str(RETRY_SECONDS)})


def _backend(request: Request, problem: BackendError) -> Response:
    script = "多半是磁盘满了或没有写入权限。已经保存的都在；这次的修改还留在页面上，请运维腾出空间后再试一次。"
    person = "多半是磁盘满了或没有写入权限。已经保存的都在；请运维腾出空间后再试一次。"
    fault = Fault(507, "没有写进去：存储写不了", script if wants_json(request) else person, str(problem))
    return answer(request, fault)


def _conflict(request: Request, problem: Conflict) -> Response:
    return answer(request, Fault(409, "别人刚刚先改了", "请看看新的内容，再改一次。", str(problem)))


def _not_there(request: Request, problem: NotThere) -> Response:
    return answer(request, Fault(404, str(problem), "请回到本期页面看看现在的样子。"))


def _unclear(request: Request, problem: Unclear) -> Response:
    return answer(request, Fault(422, str(problem), "请改正后再试。"))


def _setting(request: Request, problem: SettingError) -> Response:
    return answer(request, Fault(400, str(problem), "请改正后再试。"))


def _forbidden(request: Request, problem: Forbidden) -> Response:
    return answer(request, Fault(403, str(problem), "如果工作需要，请主编在「用户」页调整你的角色。"))


def _forged(request: Request, problem: Forged) -> Response:
    if problem.form is not None and not wants_json(request):
        return again_page(request, (request.url.path, problem.form), replace(NOT_SAVED, status=403))
    return answer(request, Fault(403, str(problem), "请回到页面，刷新以后再做一次；写好的文字可以先复制下来。"))


def _login_needed(request: Request, problem: LoginNeeded) -> Response:
    if wants_json(request):
        title = f"{problem}，修改还没有保存" if request.method not in csrf.SAFE_METHODS else str(problem)
        body = {"error": title, "advice": "重新登录后会接着保存，页面上的内容不会丢。", "login": login_address(request)}
        return JSONResponse(body, 401)
    if request.method in csrf.SAFE_METHODS:
        return RedirectResponse(login_address(request), 303)
    kept = (request.url.path, problem.form) if problem.form else None
    said = f"{problem}。登录以后接着保存，刚才写的内容不会丢。" if kept else str(problem)
    return login_page(request, Notice(401, said), kept=kept)


_HTTP = {
    404: Fault(404, "没有这个页面", "地址可能写错了，或者文章已经不在库里。请回到上一页重新选择。"),
    405: Fault(405, "不能这样访问这个地址", "请从页面上的按钮进入。"),
    413: Fault(413, "内容太大", "请用浏览器的「返回」回到刚才的页面，内容还在；缩短以后再提交。"),
    410: Fault(410, "这篇文章已经不在了", "它可能被删除或并入了另一篇。请回到本期页面，看看它的同文。"),
}


def _http(request: Request, problem: HTTPException) -> Response:
    fault = _HTTP.get(problem.status_code) or Fault(problem.status_code, "这一步没有完成", "请回到上一页再试一次。")
    if isinstance(problem.detail, str) and not problem.detail.isascii():
        fault = Fault(problem.status_code, problem.detail, fault.advice)
    return answer(request, fault, dict(problem.headers or {}))


def _invalid(request: Request, problem: RequestValidationError) -> Response:
    where = "、".join(sorted({str(error["loc"][-1]) for error in problem.errors()}))
    return answer(request, Fault(422, f"有一项没有填对：{where}", "请检查后再提交。"))


def _unexpected(request: Request, problem: Exception) -> Response:
    fault = Fault(
        500, "系统出了错", "已经保存的都在。请再试一次；还不行，请把时间和做法告诉运维。", type(problem).__name__
    )
    # The framework answers this one outside of our middleware, so the headers are put on here.
    return answer(request, fault, HEADERS)


def register(app: FastAPI) -> None:
    """Every kind of error has its answer."""
    handlers: dict[type[Exception], Any] = {
        LoginNeeded: _login_needed,
        Forbidden: _forbidden,
        Forged: _forged,
        Unavailable: _unavailable,
        BackendError: _backend,
        Conflict: _conflict,
        SettingError: _setting,
        NotThere: _not_there,
        Unclear: _unclear,
        HTTPException: _http,
        RequestValidationError: _invalid,
        Exception: _unexpected,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
