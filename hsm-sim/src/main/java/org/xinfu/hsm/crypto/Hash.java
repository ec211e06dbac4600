package org.xinfu.hsm.crypto;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.SM3Digest;

/** Hash functions of the device; SM3 is GB/T 32905. */
public enum Hash {
  SHA256,
  SHA384,
  SHA512,
  SM3;

  public Digest start() {
    return switch (this) {
      case SHA256 -> new SHA256Digest();
      case SHA384 -> new SHA384Digest();
      case SHA512 -> new SHA512Digest();
      case SM3 -> new SM3Digest();
    };
  }

  public static byte[] finish(Digest digest) {
    byte[] out = new byte[digest.getDigestSize()];
    digest.doFinal(out, 0);
    return out;
  }
}
