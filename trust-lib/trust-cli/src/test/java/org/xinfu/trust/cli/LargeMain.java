package org.xinfu.trust.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.CmsContext;
import org.xinfu.trust.cms.CmsProfile;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.CmsVerifier;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Signer;

/**
 * Large documents in a process with a small heap: {@code cms MB}, {@code attached MB FOLDER} or
 * {@code ofd MB FOLDER}.
 */
final class LargeMain {
  private LargeMain() {}

  public static void main(String[] args) throws IOException {
    if (args[0].equals("cms")) {
      for (Signer signer : List.of(Scene.SIGNER, Scene.DOCUMENT_SIGNER)) {
        cms(signer, Long.parseLong(args[1]) << 20);
      }
    } else if (args[0].equals("attached")) {
      new LargeCms(Path.of(args[2]), Long.parseLong(args[1])).run();
    } else {
      new LargeOfd(Path.of(args[2]), Integer.parseInt(args[1])).run();
    }
  }

  /** Detached: the content goes by once for signing and once for verifying. */
  private static void cms(Signer signer, long length) {
    AtomicInteger passes = new AtomicInteger();
    Bytes digest = digest(ContentDigest.of(signer.algorithm()), length, passes);
    Bytes cms = CmsSigner.cades(digest, signer, TestSeals.SIGNED);
    passes.set(0);
    CmsContext context = new CmsContext(Samples.POLICY, CmsProfile.CADES, Optional.empty());
    var judgement = CmsVerifier.verify(cms, d -> digest(d, length, passes), context);
    System.out.println(
        judgement.signers().get(0).report().conclusion() + " in " + passes.get() + " pass");
  }

  private static Bytes digest(ContentDigest digest, long length, AtomicInteger passes) {
    passes.incrementAndGet();
    try (InputStream content = new Zeros(length)) {
      return digest.of(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So many zero octets. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long length) {
      left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int n = (int) Math.min(left, length);
      Arrays.fill(into, offset, offset + n, (byte) 0);
      left -= n;
      return n;
    }
  }
}
