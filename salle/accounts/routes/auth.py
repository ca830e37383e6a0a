import structlog
from fastapi import APIRouter, BackgroundTasks, Request, Response
from fastapi.responses import JSONResponse

from salle.accounts import cookies
from salle.accounts.access import CurrentPerson
from salle.accounts.actions import links, logins
from salle.accounts.cookies import RefreshToken
from salle.accounts.handed_down import HandedDown, Server
from salle.accounts.passwords import renew_hash, verify_password
from salle.accounts.queries import open_logins, user_with_email
from salle.accounts.rules import BadCredentials, LoginNotFound, SignInNeeded, fold
from salle.accounts.schemas import AccessToken, Credentials, RecoveryRequest, RowId, SignInOut
from salle.accounts.tokens import ACCESS_FOR
from salle.kit.database import Database, Reading, databases_of
from salle.kit.http import problem
from salle.kit.limits import TooManyAttempts
from salle.kit.refusals import refuses

logger = structlog.get_logger()
router = APIRouter(prefix="/auth")


@router.post("/login")
@refuses(BadCredentials, TooManyAttempts)
async def sign_in(
    *,
    given: Credentials,
    request: Request,
    response: Response,
    db: Database,
    reading: Reading,
    server: Server,
) -> AccessToken:
    """Access token in the answer, refresh token in a cookie."""
    await server.attempts.spend("60/minute", "login", server.caller)
    await server.attempts.spend("10/minute", "login", fold(given.email), server.caller)
    await server.attempts.spend("100/hour", "login", fold(given.email))
    user = await user_with_email(reading, given.email)
    await reading.close()  # nothing is held of the database while the password is verified
    password_hash = None if user is None or user.disabled_at else user.password_hash
    is_right = await verify_password(password_hash, given.password)
    if user is None or password_hash is None or not is_right:
        logger.warning("sign_in_refused", caller=server.caller)
        raise BadCredentials
    await logins.confirm_password(
        db,
        user_id=user.id,
        verified_hash=password_hash,
        renewed_hash=await renew_hash(password_hash, given.password),
    )
    return await open_login(db, user.id, server, request, response)


async def open_login(
    db: Database, user_id: str, server: HandedDown, request: Request, response: Response
) -> AccessToken:
    """A new sign-in takes the place of the one this browser had."""
    if previous := cookies.refresh_token_in(request):
        await logins.revoke_login_with(db, previous, revocations=server.revocations, now=server.now)
    user_agent = request.headers.get("user-agent", "")
    login = await logins.open_login(db, user_id=user_id, user_agent=user_agent, now=server.now)
    cookies.set_refresh_token(request, response, login.refresh_token)
    return access_token(login, server)


def access_token(login: logins.SignedIn, server: HandedDown) -> AccessToken:
    token = server.tokens.sign(user_id=login.user_id, login_id=login.login_id, now=server.now)
    return AccessToken(access_token=token, expires_in=int(ACCESS_FOR.total_seconds()))


@router.post("/refresh", response_model=AccessToken)
@refuses(SignInNeeded, TooManyAttempts)
async def renew_sign_in(
    request: Request, response: Response, token: RefreshToken, db: Database, server: Server
) -> AccessToken | JSONResponse:
    await server.attempts.spend("300/minute", "refresh", server.caller)
    login = token and await logins.renew_login(
        db, token, revocations=server.revocations, now=server.now
    )
    if not login:
        # Answered, not raised: a sign-in that was revoked just now must stay so.
        refusal = problem(401, SignInNeeded.code)
        cookies.forget_refresh_token(request, refusal)
        return refusal
    cookies.set_refresh_token(request, response, login.refresh_token)
    return access_token(login, server)


@router.post("/logout", status_code=204)
async def sign_out(request: Request, response: Response, db: Database, server: Server) -> None:
    if token := cookies.refresh_token_in(request):
        await logins.revoke_login_with(db, token, revocations=server.revocations, now=server.now)
    cookies.forget_refresh_token(request, response)


@router.post("/logout-everywhere", status_code=204)
async def sign_out_everywhere(
    request: Request, response: Response, person: CurrentPerson, db: Database, server: Server
) -> None:
    await logins.revoke_logins_of(db, person.id, revocations=server.revocations, now=server.now)
    cookies.forget_refresh_token(request, response)


@router.get("/logins")
async def list_sign_ins(person: CurrentPerson, db: Reading, server: Server) -> list[SignInOut]:
    """Where this person is signed in, the latest first."""
    return [
        SignInOut(
            id=login.id,
            created_at=login.created_at,
            last_used_at=login.last_used_at,
            user_agent=login.user_agent,
            is_current=login.id == person.login_id,
        )
        for login in await open_logins(db, person.id, server.now)
    ]


@router.delete("/logins/{login_id}", status_code=204)
@refuses(LoginNotFound)
async def end_sign_in(login_id: RowId, person: CurrentPerson, db: Database, server: Server) -> None:
    await logins.revoke_login(
        db, login_id, user_id=person.id, revocations=server.revocations, now=server.now
    )


@router.post("/recovery", status_code=202)
@refuses(TooManyAttempts)
async def ask_recovery(
    asked: RecoveryRequest, request: Request, later: BackgroundTasks, server: Server
) -> None:
    """The same answer in the same time, whether or not somebody has this address."""
    await server.attempts.spend("20/hour", "recovery", server.caller)
    await server.attempts.spend("5/hour", "recovery", fold(asked.email))

    async def write_letter() -> None:
        async with databases_of(request).write.begin() as db:
            await links.ask_recovery(
                db,
                asked.email,
                origin=server.origin,
                outbox=server.outbox,
                now=server.now,
            )

    later.add_task(write_letter)
