package org.xinfu.kit.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.Bytes;

class LocalBlobStoreTest {
  private static final Bytes CONTENT = Bytes.utf8("sample licence 0001, plain text");
  @TempDir Path directory;
  private BlobStore store;

  @BeforeEach
  void open() {
    store =
        new LocalBlobStore(directory.resolve("blobs"), DataKey.in(directory.resolve("blob.key")));
  }

  @Test
  void keepsContentUnderItsSm3Address() {
    BlobId id = store.put(CONTENT);
    assertThat(id.value()).startsWith("sm3-").hasSize(68);
    assertThat(store.put(CONTENT)).isEqualTo(id);
    assertThat(store.get(id)).contains(CONTENT);
    assertThat(store.exists(id)).isTrue();
    assertThat(store.get(BlobId.of(Bytes.utf8("other")))).isEmpty();
    assertThat(store.get(store.put(Bytes.empty()))).contains(Bytes.empty());
  }

  @Test
  void survivesARestart() {
    BlobId id = store.put(CONTENT);
    open();
    assertThat(store.get(id)).contains(CONTENT);
  }

  @Test
  void nothingOnDiskIsPlainAndTheKeyIsPrivate() throws IOException {
    store.put(CONTENT);
    for (Path file : files()) {
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("licence");
      assertThat(file.getFileName().toString()).doesNotEndWith(".part");
    }
    Path key = directory.resolve("blob.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @Test
  void everyAlteredOctetAndATruncationAreSeen() throws IOException {
    BlobId id = store.put(CONTENT);
    Path file = files().getFirst();
    byte[] genuine = Files.readAllBytes(file);
    for (int i = 0; i < genuine.length; i++) {
      byte[] altered = genuine.clone();
      altered[i] ^= 1;
      Files.write(file, altered);
      assertThatThrownBy(() -> store.get(id)).isInstanceOf(StoreUnavailable.class);
    }
    Files.write(file, new byte[5]);
    assertThatThrownBy(() -> store.get(id)).hasMessageContaining("truncated");
  }

  @Test
  void aGenuineBlobUnderAnotherAddressIsSeen() throws IOException {
    BlobId one = store.put(CONTENT);
    Path fileOfOne = files().getFirst();
    BlobId two = store.put(Bytes.utf8("another"));
    Path fileOfTwo =
        files().stream().filter(f -> f.endsWith(two.value())).findFirst().orElseThrow();
    Files.copy(fileOfTwo, fileOfOne, StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> store.get(one)).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void anAddressIsOnlyAnAddress() {
    assertThatThrownBy(() -> new BlobId("sm3-../../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("blobs"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
