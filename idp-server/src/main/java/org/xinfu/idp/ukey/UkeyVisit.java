package org.xinfu.idp.ukey;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;
import org.xinfu.idp.domain.UkeyChallenge;
import org.xinfu.kit.Refused;
import org.xinfu.trust.Bytes;

/** The challenge of one browser, which rests in its session, and what came back for it. */
final class UkeyVisit {
  private static final int MOST_CHARACTERS = 128 << 10;

  private final VerifyUkey ukey;
  private final UkeyChallenge.Purpose purpose;
  private final HttpServletRequest request;

  UkeyVisit(VerifyUkey ukey, UkeyChallenge.Purpose purpose, HttpServletRequest request) {
    this.ukey = ukey;
    this.purpose = purpose;
    this.request = request;
  }

  /** The challenge to show: the browser's own while it can be answered, else a fresh one. */
  UkeyChallenge challenge() {
    return given()
        .filter(ukey::live)
        .orElseGet(
            () -> {
              UkeyChallenge fresh = ukey.challenge(purpose);
              request.getSession().setAttribute(name(), fresh.text());
              return fresh;
            });
  }

  /**
   * Checks what was sent, or what the signing program sent when the form is empty.
   *
   * @throws Refused with a {@link UkeyRefusal}
   */
  SignerTrust.Trusted verify(Form form) {
    UkeyChallenge given = given().orElse(null);
    Bytes signed =
        form.octets()
            .or(() -> Optional.ofNullable(given).flatMap(ukey::kept))
            .orElseThrow(() -> new Refused(UkeyRefusal.UKEY_MESSAGE_MALFORMED));
    SignerTrust.Trusted signer = ukey.verify(purpose, given, signed);
    request.getSession().removeAttribute(name());
    return signer;
  }

  private Optional<UkeyChallenge> given() {
    @Nullable HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(name()) instanceof String text
        ? UkeyChallenge.parse(text)
        : Optional.empty();
  }

  private String name() {
    return "xinfu.ukey." + purpose;
  }

  /** What a form brings: DER as a file, or Base64 with or without PEM lines. */
  record Form(@Nullable String signed, @Nullable MultipartFile file) {
    Optional<Bytes> octets() {
      if (file != null && !file.isEmpty()) {
        return Optional.of(read(file));
      }
      return signed == null || signed.isBlank() ? Optional.empty() : Optional.of(decode(signed));
    }

    private static Bytes read(MultipartFile file) {
      if (file.getSize() > MOST_CHARACTERS) {
        throw new Refused(UkeyRefusal.UKEY_MESSAGE_MALFORMED);
      }
      try {
        byte[] octets = file.getBytes();
        boolean der = octets[0] == 0x30 && octets.length > 1 && octets[1] < 0;
        return der
            ? Bytes.of(octets)
            : decode(new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Bytes decode(String text) {
      if (text.length() > MOST_CHARACTERS) {
        throw new Refused(UkeyRefusal.UKEY_MESSAGE_MALFORMED);
      }
      try {
        String base64 = text.replaceAll("-----[A-Z0-9 ]{1,40}-----", "").replaceAll("\\s", "");
        return Bytes.of(Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException notBase64) {
        throw new Refused(UkeyRefusal.UKEY_MESSAGE_MALFORMED);
      }
    }
  }
}
