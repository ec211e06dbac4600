package org.xinfu.kit.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.Bytes;

class DataKeyTest {
  private static final Bytes CONTENT = Bytes.utf8("plain");
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("deep/er/blob.key");
  }

  @Test
  void isMadeOnceWithItsDirectoriesForItsOwnerOnly() throws IOException {
    Bytes sealed = DataKey.in(file).seal(CONTENT, "a");
    assertThat(Files.size(file)).isEqualTo(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(DataKey.in(file).open(sealed, "a")).isEqualTo(CONTENT);
    assertThat(file.resolveSibling("blob.key.part")).doesNotExist();
  }

  @Test
  void whatACrashLeftHalfMadeIsMadeAnew() throws IOException {
    Files.createDirectories(directory.resolve("deep/er"));
    Path part = Files.writeString(file.resolveSibling("blob.key.part"), "half");
    Bytes sealed = DataKey.in(file).seal(CONTENT, "a");
    assertThat(Files.size(file)).isEqualTo(32);
    assertThat(part).doesNotExist();
    assertThat(DataKey.in(file).open(sealed, "a")).isEqualTo(CONTENT);
  }

  @Test
  void noNonceIsUsedTwiceAndTheSameContentLooksDifferent() {
    DataKey key = DataKey.in(file);
    Set<Bytes> nonces = new HashSet<>();
    Set<Bytes> sealed = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      Bytes one = key.seal(CONTENT, "a");
      nonces.add(one.slice(0, 12));
      sealed.add(one.slice(12, one.length()));
    }
    assertThat(nonces).hasSize(500);
    assertThat(sealed).hasSize(500);
  }

  @Test
  void anotherAddressAndAnotherKeyDoNotOpenIt() {
    DataKey key = DataKey.in(file);
    Bytes sealed = key.seal(CONTENT, "address-1");
    assertThatThrownBy(() -> key.open(sealed, "address-2"))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("altered or is under another key: address-2");
    DataKey other = DataKey.in(directory.resolve("other.key"));
    assertThatThrownBy(() -> other.open(sealed, "address-1")).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void eachTruncationIsSeen() {
    DataKey key = DataKey.in(file);
    Bytes sealed = key.seal(CONTENT, "a");
    for (int length = 0; length < sealed.length(); length++) {
      Bytes cut = sealed.slice(0, length);
      assertThatThrownBy(() -> key.open(cut, "a")).isInstanceOf(StoreUnavailable.class);
    }
    assertThatThrownBy(() -> key.open(sealed.concat(Bytes.hex("00")), "a"))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aKeyThatCannotBeReadOrMadeIsAFailureOfTheStore() throws IOException {
    Files.writeString(directory.resolve("file"), "in the way");
    assertThatThrownBy(() -> DataKey.in(directory.resolve("file/blob.key")))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("cannot read the data key");
    assertThatThrownBy(() -> DataKey.in(directory)).isInstanceOf(StoreUnavailable.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 31, 33})
  void aDamagedKeyFileIsAFailureOfTheStoreAndNeverAWeakerKey(int length) throws IOException {
    Path damaged = Files.write(directory.resolve("damaged.key"), new byte[length]);
    assertThatThrownBy(() -> DataKey.in(damaged))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("32 octets");
  }

  @Test
  void aBlobDirectoryThatIsAFileIsAFailureOfTheStore() throws IOException {
    Path inTheWay = Files.writeString(directory.resolve("blobs"), "in the way");
    LocalBlobStore store = new LocalBlobStore(inTheWay, DataKey.in(file));
    assertThatThrownBy(() -> store.put(CONTENT))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("cannot keep blob sm3-");
    assertThat(store.exists(BlobId.of(CONTENT))).isFalse();
    assertThat(store.get(BlobId.of(CONTENT))).isEmpty();
  }

  @Test
  void aBlobThatIsADirectoryIsAFailureOfTheStore() throws IOException {
    LocalBlobStore store = new LocalBlobStore(directory.resolve("blobs"), DataKey.in(file));
    BlobId id = BlobId.of(CONTENT);
    String hex = id.value().substring(4);
    Files.createDirectories(
        directory
            .resolve("blobs")
            .resolve(hex.substring(0, 2))
            .resolve(hex.substring(2, 4))
            .resolve(id.value()));
    assertThatThrownBy(() -> store.get(id))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("cannot read blob " + id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sm3-",
        "sm3-0000000000000000000000000000000000000000000000000000000000000000\n",
        "SM3-0000000000000000000000000000000000000000000000000000000000000000",
        "sm3-000000000000000000000000000000000000000000000000000000000000000G",
        "sm3-ABCDEF0000000000000000000000000000000000000000000000000000000000",
        "sha256-00000000000000000000000000000000000000000000000000000000000000"
      })
  void onlySixtyFourLowerCaseDigitsAreAnAddress(String text) {
    assertThatThrownBy(() -> new BlobId(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
