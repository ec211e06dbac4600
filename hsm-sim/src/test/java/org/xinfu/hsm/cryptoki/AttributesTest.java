package org.xinfu.hsm.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class AttributesTest {
  @Property(tries = 200)
  void decodingUndoesEncoding(@ForAll Map<Long, byte[]> values) throws IOException {
    Attributes attributes = of(values);
    Attributes read = Attributes.decode(attributes.encode());
    assertThat(read.encode()).isEqualTo(attributes.encode());
    assertThat(read.matches(attributes)).isTrue();
  }

  @Property(tries = 200)
  void anotherValueNeverMatches(
      @ForAll Map<Long, byte[]> values, @ForAll long type, @ForAll byte[] value) {
    Attributes one = of(values).put(type, value);
    byte[] longer = java.util.Arrays.copyOf(value, value.length + 1);
    assertThat(one.matches(new Attributes().put(type, longer))).isFalse();
  }

  @Property(tries = 200)
  void noiseIsAnErrorNotACrash(@ForAll byte[] noise) {
    Throwable thrown = catchThrowable(() -> Attributes.decode(noise));
    if (thrown != null) assertThat(thrown).isInstanceOf(IOException.class);
  }

  @Property(tries = 50)
  void flagsAndNumbersHaveOneLength(@ForAll byte[] value) {
    Attributes attributes = new Attributes().put(1, value);
    if (value.length != 1) {
      assertThatThrownBy(() -> attributes.flag(1, false)).isInstanceOf(Refused.class);
    }
    if (value.length != 8) {
      assertThatThrownBy(() -> attributes.ulong(1, 0)).isInstanceOf(Refused.class);
    }
  }

  private static Attributes of(Map<Long, byte[]> values) {
    Attributes attributes = new Attributes();
    values.forEach(attributes::put);
    return attributes;
  }
}
