package org.xinfu.kit.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialFileTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "rwx------", "rw---x--x"})
  void aFileThatOnlyItsOwnerReadsIsRead(String mode) throws IOException {
    assertThat(CredentialFile.text(file("s3cret", mode))).isEqualTo("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw--w----", "rw----r--", "rw-----w-", "rw-rw-rw-"})
  void aFileThatOthersReadOrChangeIsRefusedAndItsSecretNotSaid(String mode) throws IOException {
    Path open = file("s3cret", mode);
    assertThatThrownBy(() -> CredentialFile.read(open))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("open to others")
        .hasMessageContaining(open.toString())
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void onlyLineBreaksAtTheEndAreTakenOff() throws IOException {
    assertThat(CredentialFile.text(file("a\n", "rw-------"))).isEqualTo("a");
    assertThat(CredentialFile.text(file("a\r\n\n", "rw-------"))).isEqualTo("a");
    assertThat(CredentialFile.text(file(" a \n", "rw-------"))).isEqualTo(" a ");
    assertThat(CredentialFile.text(file("\na\nb", "rw-------"))).isEqualTo("\na\nb");
    assertThat(CredentialFile.text(file("\n", "rw-------"))).isEmpty();
    assertThat(CredentialFile.text(file("", "rw-------"))).isEmpty();
  }

  @Test
  void aSecretBeyondAsciiIsReadAsUtf8() throws IOException {
    assertThat(CredentialFile.read(file("密码\n", "rw-------"))).containsExactly('密', '码');
  }

  @Test
  void whoeverReadsItMayWipeItsOwnCopy() throws IOException {
    Path file = file("secret", "rw-------");
    char[] first = CredentialFile.read(file);
    java.util.Arrays.fill(first, '\0');
    assertThat(CredentialFile.read(file)).isEqualTo("secret".toCharArray());
  }

  @Test
  void aMissingFileAndADirectoryAreNamed() {
    Path missing = directory.resolve("missing.pin");
    assertThatThrownBy(() -> CredentialFile.read(missing))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot read credential file " + missing)
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> CredentialFile.text(directory))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(directory.toString());
  }

  @Test
  void aLinkIsJudgedByWhatItPointsTo() throws IOException {
    Path open = file("secret", "rw-r--r--");
    Path link = Files.createSymbolicLink(directory.resolve("link"), open);
    assertThatThrownBy(() -> CredentialFile.read(link)).hasMessageContaining("open to others");
  }

  @Test
  void dataAndCredentialsLieBelowTheHomeUnlessNamed() {
    ServiceHome usual = new ServiceHome(Path.of("/srv/x"), null, null, "seal-service");
    assertThat(usual.dataDirectory()).isEqualTo(Path.of("/srv/x/seal-service"));
    assertThat(usual.credential("a.pin")).isEqualTo(Path.of("/srv/x/credentials/a.pin"));
    ServiceHome named =
        new ServiceHome(Path.of("/srv/x"), Path.of("/data/../d"), Path.of("/cred"), "s");
    assertThat(named.dataDirectory()).isEqualTo(Path.of("/d"));
    assertThat(named.credential("a.secret")).isEqualTo(Path.of("/cred/a.secret"));
  }

  @Test
  void relativeDirectoriesBecomeAbsolute() {
    ServiceHome relative = new ServiceHome(Path.of(".xinfu"), null, null, "s");
    assertThat(relative.dataDirectory()).isAbsolute().endsWithRaw(Path.of(".xinfu/s"));
    assertThat(relative.credential("x")).isAbsolute().endsWithRaw(Path.of(".xinfu/credentials/x"));
  }

  private Path file(String content, String mode) throws IOException {
    Path file = Files.writeString(Files.createTempFile(directory, "c", ".pin"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
