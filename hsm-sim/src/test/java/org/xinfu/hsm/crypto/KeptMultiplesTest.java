package org.xinfu.hsm.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;

class KeptMultiplesTest {
  private final Random random = new Random(20261127);

  @Test
  void productsAreBouncyCastles() {
    same(CustomNamedCurves.getByName("P-256"), KeptMultiples::p256);
    same(CustomNamedCurves.getByName("P-384"), KeptMultiples::p384);
    same(Sm2Key.CURVE, KeptMultiples::sm2);
  }

  private void same(X9ECParameters curve, Supplier<KeptMultiples> base) {
    BigInteger n = curve.getN();
    assertThat(base.get().order()).isEqualTo(n);
    for (int bit = 0; bit < n.bitLength(); bit++) {
      BigInteger power = BigInteger.ONE.shiftLeft(bit);
      same(curve, base.get(), power);
      same(curve, base.get(), power.subtract(BigInteger.ONE));
      same(curve, base.get(), n.subtract(power));
    }
    for (int i = 0; i < 500; i++) {
      same(curve, base.get(), new BigInteger(n.bitLength(), random).mod(n));
    }
    assertThat(base.get().times(n).isInfinity()).isTrue();
    for (BigInteger outside : new BigInteger[] {BigInteger.valueOf(-1), n.add(BigInteger.ONE)}) {
      assertThatThrownBy(() -> base.get().times(outside))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void same(X9ECParameters curve, KeptMultiples base, BigInteger factor) {
    assertThat(base.times(factor)).isEqualTo(curve.getG().multiply(factor).normalize());
  }
}
