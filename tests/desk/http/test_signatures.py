"""One key signs for several purposes: a signature holds for its own text and purpose only."""

from desk.http.signatures import Signatures

OURS = Signatures(b"k" * 32)


def test_a_signature_holds_for_its_text_purpose_and_key_only() -> None:
    made = OURS.signature("picture", "digest")
    assert OURS.is_signature("picture", "digest", made)
    assert not OURS.is_signature("picture", "another", made)
    assert not OURS.is_signature("csrf", "digest", made)
    assert not Signatures(b"x" * 32).is_signature("picture", "digest", made)
    for odd in ("", "=", "签名", made[:-1], made + "A"):
        assert not OURS.is_signature("picture", "digest", odd), odd


def test_a_signed_text_comes_back_unless_it_was_changed() -> None:
    cookie = OURS.signed("session", "abc")
    assert OURS.unsigned("session", cookie) == "abc"
    assert OURS.unsigned("csrf", cookie) is None
    assert OURS.unsigned("session", cookie.replace("abc", "abd")) is None
    assert OURS.unsigned("session", "abc") is None
