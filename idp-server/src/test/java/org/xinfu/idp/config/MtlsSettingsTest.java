package org.xinfu.idp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener for certificates is whole or not there. */
class MtlsSettingsTest {
  private static final String URL = "https://id.example:9443";
  private static final Path FILE = Path.of("x.pem");

  @Test
  void without_an_address_or_with_all_of_it_it_starts() {
    assertThat(settings(null, null, null, null).port()).isNull();
    assertThat(settings(URL, null, null, null).publicUrl()).as("behind a proxy").isEqualTo(URL);
    assertThat(settings(URL, 9443, FILE, FILE).port()).isEqualTo(9443);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://id.example", "https://id.example/", "id.example", ""})
  void its_address_is_an_https_origin(String url) {
    assertThatThrownBy(() -> settings(url, null, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_port_wants_address_certificate_and_key() {
    assertThatThrownBy(() -> settings(null, 9443, FILE, FILE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings(URL, 9443, null, FILE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings(URL, 9443, FILE, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static MtlsSettings settings(
      @Nullable String url,
      @Nullable Integer port,
      @Nullable Path certificate,
      @Nullable Path key) {
    return new MtlsSettings(url, port, certificate, key, null);
  }
}
