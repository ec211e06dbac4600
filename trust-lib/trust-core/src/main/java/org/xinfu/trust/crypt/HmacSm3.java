package org.xinfu.trust.crypt;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.xinfu.trust.Bytes;

/** HMAC (RFC 2104, GB/T 15852.2) with SM3; 32 octets. */
public final class HmacSm3 {
  private HmacSm3() {}

  /** The code of {@code message}. */
  public static Bytes of(Secret key, Bytes message) {
    HMac mac = init(key);
    mac.update(message.toArray(), 0, message.length());
    return finish(mac);
  }

  /** The code of a stream, read to its end; the stream is not closed. */
  public static Bytes of(Secret key, InputStream message) throws IOException {
    HMac mac = init(key);
    byte[] buffer = new byte[64 * 1024];
    for (int n = message.read(buffer); n >= 0; n = message.read(buffer)) {
      mac.update(buffer, 0, n);
    }
    return finish(mac);
  }

  /** Whether {@code code} is the code, in a time that does not depend on where it differs. */
  public static boolean matches(Secret key, Bytes message, Bytes code) {
    return MessageDigest.isEqual(of(key, message).toArray(), code.toArray());
  }

  private static HMac init(Secret key) {
    HMac mac = new HMac(new SM3Digest());
    key.use(
        octets -> {
          mac.init(new KeyParameter(octets));
          return octets.length;
        });
    return mac;
  }

  private static Bytes finish(HMac mac) {
    byte[] out = new byte[mac.getMacSize()];
    mac.doFinal(out, 0);
    return Bytes.of(out);
  }
}
