package org.xinfu.idp.factor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Aal;

class PendingLoginTest {
  /** As it was before. */
  private record PendingL0gin(String accountId, String shown, boolean stepUp, @Nullable Aal wanted)
      implements Serializable {}

  /** A record is read by the names of its parts; a session that cannot be read is nobody's. */
  @Test
  void what_an_older_release_wrote_cannot_be_read() throws IOException {
    String old = octets(new PendingL0gin("account", "PASSWORD", false, Aal.AAL2));
    String own = PendingLogin.class.getName();
    String inner = PendingL0gin.class.getName();
    String renamed =
        old.replace(
            (char) (inner.length() >> 8) + "" + (char) inner.length() + inner,
            (char) (own.length() >> 8) + "" + (char) own.length() + own);
    byte[] stream = renamed.getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> new ObjectInputStream(new ByteArrayInputStream(stream)).readObject())
        .isInstanceOf(InvalidObjectException.class);
  }

  private static String octets(Object value) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(octets)) {
      out.writeObject(value);
    }
    return octets.toString(StandardCharsets.ISO_8859_1);
  }
}
