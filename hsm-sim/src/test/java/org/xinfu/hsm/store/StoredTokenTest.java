package org.xinfu.hsm.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.hsm.store.StoredToken.Entry;
import org.xinfu.hsm.store.StoredToken.Role;

class StoredTokenTest {
  private static final byte[] USER = "12345678".getBytes(UTF_8);
  private static final byte[] SO = "87654321".getBytes(UTF_8);

  @TempDir Path directory;

  private final Sealing sealing = new Sealing(new SecureRandom());
  private StoredToken token;

  @BeforeEach
  void create() {
    token = StoredToken.create(directory, sealing, "t", new StoredToken.Pins(SO, USER));
  }

  @Test
  void bothPinsOpenTheSameKeyAndNoOtherDoes() {
    byte[] key = token.open(Role.USER, USER);
    assertThat(key).hasSize(32).isEqualTo(token.open(Role.SO, SO));
    assertThat(token.open(Role.USER, SO)).isNull();
    assertThat(StoredToken.load(directory, sealing).failures(Role.USER)).isEqualTo(1);
  }

  @Test
  void anUnfinishedWriteIsAsIfItHadNotBegun() throws Exception {
    token.writeObjects("a", List.of(new Entry(false, new byte[] {1})));
    Path torn = directory.resolve("objects/b.obj.tmp");
    Files.write(torn, new byte[] {0x58, 0x48});
    Files.write(directory.resolve("token.bin.tmp"), new byte[0]);
    StoredToken again = StoredToken.load(directory, sealing);
    assertThat(again.readObjects()).containsOnlyKeys("a");
    assertThat(torn).doesNotExist();
    again.changePin(Role.USER, token.open(Role.USER, USER), SO);
    assertThat(StoredToken.load(directory, sealing).open(Role.USER, SO)).isNotNull();
  }

  @Test
  void aDamagedFileStopsTheDeviceInsteadOfLosingAKey() throws Exception {
    token.writeObjects("a", List.of(new Entry(true, new byte[100])));
    Path file = directory.resolve("objects/a.obj");
    byte[] content = Files.readAllBytes(file);
    content[9] = 0x7f;
    Files.write(file, content);
    assertThatThrownBy(() -> token.readObjects()).isInstanceOf(StoreBroken.class);
    Files.write(directory.resolve("token.bin"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> StoredToken.load(directory, sealing)).isInstanceOf(StoreBroken.class);
  }

  @Test
  void aBoxOpensOnlyInItsPlaceAndUnchanged() {
    byte[] key = sealing.random(32);
    byte[] box = token.seal(key, USER, "a");
    assertThat(token.unseal(key, box, "a")).isEqualTo(USER);
    assertThat(token.unseal(key, box, "b")).isNull();
    assertThat(token.unseal(sealing.random(32), box, "a")).isNull();
    for (int i = 0; i < box.length; i++) {
      byte[] changed = box.clone();
      changed[i] ^= 1;
      assertThat(token.unseal(key, changed, "a")).isNull();
    }
    assertThat(token.unseal(key, new byte[3], "a")).isNull();
  }
}
