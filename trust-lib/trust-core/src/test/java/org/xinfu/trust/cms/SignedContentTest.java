package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.trust.Bytes;

/** Content is hashed once, however many signers ask: two hundred may, of a megabyte each. */
class SignedContentTest {
  @ParameterizedTest
  @EnumSource
  void eachDigestIsComputedOnce(ContentDigest digest) {
    Bytes octets = Bytes.utf8("样例");
    Function<ContentDigest, Bytes> digests = SignedContent.of(octets).digests();
    Bytes first = digests.apply(digest);
    assertThat(first).isEqualTo(digest.of(octets));
    assertThat(digests.apply(digest)).isSameAs(first);
  }
}
