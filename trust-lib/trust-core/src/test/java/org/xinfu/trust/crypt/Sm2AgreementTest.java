package org.xinfu.trust.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.Sm2Agreement.Agreed;
import org.xinfu.trust.crypt.Sm2Agreement.Own;
import org.xinfu.trust.crypt.Sm2Agreement.Peer;
import org.xinfu.trust.key.Sm2;

/** GB/T 32918.3: the printed example (GB/T 32918.5 Annex B), and all that must not be agreed on. */
class Sm2AgreementTest {
  private static final Sm2PrivateKey A =
      Fixed.key("81eb26e941bb5af16df116495f90695272ae2cd63d6c4ae1678418be48230029");
  private static final Sm2PrivateKey B =
      Fixed.key("785129917d45a9ea5437a59356b82338eaadda6ceb199088f14ae10defa229b5");
  private static final Sm2PrivateKey RA =
      Fixed.key("d4de15474db74d06491c440d305e012400990f3e390c7e87153c12db2ea60bb3");
  private static final Sm2PrivateKey RB =
      Fixed.key("7e07124814b309489125eaed101113164ebf0f3458c5bd88335c1f9d596243d6");
  private static final Bytes ID = Sm2.DEFAULT_ID;
  private static final Own OWN_A = new Own(A, ID, RA);
  private static final Own OWN_B = new Own(B, ID, RB);
  private static final Peer PEER_A = new Peer(A.point(), ID, RA.point());
  private static final Peer PEER_B = new Peer(B.point(), ID, RB.point());

  @Test
  void theExampleOfTheStandard() {
    Agreed a = Sm2Agreement.asInitiator(OWN_A, PEER_B, 16).orElseThrow();
    Agreed b = Sm2Agreement.asResponder(OWN_B, PEER_A, 16).orElseThrow();
    assertThat(Fixed.hex(a.key())).isEqualTo("6c89347354de2484c60b4ab1fde4c6e5");
    assertThat(a.key()).isEqualTo(b.key());
    assertThat(b.confirmation().toHex())
        .isEqualTo("d3a0fe15dee185ceae907a6b595cc32a266ed7b3367e9983a896dc32fa20f8eb");
    assertThat(a.confirmation().toHex())
        .isEqualTo("18c7894b3816df16cf07b05c5ec0bef5d655d58f779cc1b400a4f3884644db88");
    assertThat(a.confirmedBy(b.confirmation())).isTrue();
    assertThat(b.confirmedBy(a.confirmation())).isTrue();
  }

  @Test
  void aConfirmationMayNotBeMirroredOrAltered() {
    Agreed a = Sm2Agreement.asInitiator(OWN_A, PEER_B, 16).orElseThrow();
    assertThat(a.confirmedBy(a.confirmation())).isFalse();
    assertThat(a.confirmedBy(Bytes.empty())).isFalse();
    assertThat(a.confirmedBy(Bytes.of(new byte[32]))).isFalse();
  }

  @Test
  void bothInTheSameRoleDoNotAgree() {
    Agreed a = Sm2Agreement.asInitiator(OWN_A, PEER_B, 16).orElseThrow();
    Agreed b = Sm2Agreement.asInitiator(OWN_B, PEER_A, 16).orElseThrow();
    assertThat(a.key()).isNotEqualTo(b.key());
    assertThat(a.confirmedBy(b.confirmation())).isFalse();
  }

  @Test
  void anotherKeyIdOrEphemeralIsNoticed() {
    SecureRandom random = new SecureRandom();
    Agreed b = Sm2Agreement.asResponder(OWN_B, PEER_A, 32).orElseThrow();
    Sm2PrivateKey mallory = Sm2PrivateKey.generate(random);
    for (Own own :
        new Own[] {
          new Own(mallory, ID, RA), new Own(A, Bytes.utf8("other"), RA), new Own(A, ID, mallory)
        }) {
      Agreed other = Sm2Agreement.asInitiator(own, PEER_B, 32).orElseThrow();
      assertThat(other.key()).isNotEqualTo(b.key());
      assertThat(b.confirmedBy(other.confirmation())).isFalse();
    }
  }

  @Test
  void anyLengthAgrees() {
    for (int length : new int[] {1, 31, 32, 33, 100, 1024}) {
      try (Agreed a = Sm2Agreement.asInitiator(OWN_A, PEER_B, length).orElseThrow();
          Agreed b = Sm2Agreement.asResponder(OWN_B, PEER_A, length).orElseThrow()) {
        assertThat(a.key().length()).isEqualTo(length);
        assertThat(a.key()).isEqualTo(b.key());
      }
    }
    for (int length : new int[] {0, -1, 1025}) {
      assertThatThrownBy(() -> Sm2Agreement.asInitiator(OWN_A, PEER_B, length))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void pointsOffTheCurveAreRefused() {
    byte[] off = RB.point().toArray();
    off[64] ^= 1;
    for (Bytes bad : new Bytes[] {Bytes.of(off), Bytes.hex("00"), Bytes.empty()}) {
      assertThat(Sm2Agreement.asInitiator(OWN_A, new Peer(B.point(), ID, bad), 16)).isEmpty();
      assertThat(Sm2Agreement.asInitiator(OWN_A, new Peer(bad, ID, RB.point()), 16)).isEmpty();
    }
  }

  @Test
  void aClosedAgreementIsGone() {
    Agreed a = Sm2Agreement.asInitiator(OWN_A, PEER_B, 16).orElseThrow();
    a.close();
    assertThatThrownBy(() -> Fixed.hex(a.key())).isInstanceOf(IllegalStateException.class);
  }
}
