package org.xinfu.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;

/** RSA-2048 keys from the resource {@code rsa-primes.txt}, so that tests need not make any. */
final class RsaPrimes {
  private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);
  private static final List<String> LINES = read();

  private RsaPrimes() {}

  static int count() {
    return LINES.size();
  }

  static AsymmetricCipherKeyPair pair(int index) {
    String line = LINES.get(index);
    int space = line.indexOf(' ');
    BigInteger p = new BigInteger(line.substring(0, space), 16);
    BigInteger q = new BigInteger(line.substring(space + 1), 16);
    BigInteger n = p.multiply(q);
    BigInteger dp = EXPONENT.modInverse(p.subtract(BigInteger.ONE));
    BigInteger dq = EXPONENT.modInverse(q.subtract(BigInteger.ONE));
    BigInteger phi = p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE));
    return new AsymmetricCipherKeyPair(
        new RSAKeyParameters(false, n, EXPONENT),
        new RSAPrivateCrtKeyParameters(
            n, EXPONENT, EXPONENT.modInverse(phi), p, q, dp, dq, q.modInverse(p)));
  }

  private static List<String> read() {
    try (InputStream in =
        Objects.requireNonNull(RsaPrimes.class.getResourceAsStream("rsa-primes.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
