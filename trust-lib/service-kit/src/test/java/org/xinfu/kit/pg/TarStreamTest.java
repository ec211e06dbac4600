package org.xinfu.kit.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives as tar writes them, and as someone writes them who wants to reach other files. */
class TarStreamTest {
  @TempDir Path around;

  @Test
  void unpacksDirectoriesFilesModesAndLinks() throws IOException {
    unpack(
        new Tar()
            .directory("bin/")
            .file("bin/postgres", 0755, "program")
            .file("share/notes.txt", 0644, "notes")
            .link("lib/libpq.so.5", "libpq.so.5.17")
            .link("lib/libpq.so", "libpq.so.5")
            .file("lib/libpq.so.5.17", 0644, "library"));
    assertThat(text("bin/postgres")).isEqualTo("program");
    assertThat(mode("bin/postgres")).isEqualTo("rwxr-xr-x");
    assertThat(mode("share/notes.txt")).isEqualTo("rw-r--r--");
    assertThat(text("lib/libpq.so")).isEqualTo("library");
    assertThat(Files.readSymbolicLink(home().resolve("lib/libpq.so")))
        .isEqualTo(Path.of("libpq.so.5"));
  }

  @Test
  void contentIsReadToItsLastOctetWhateverItsLength() throws IOException {
    for (int length : new int[] {0, 1, 511, 512, 513, 1024, 5000}) {
      String content = "x".repeat(length);
      unpack(new Tar().file("f" + length, 0644, content).file("after" + length, 0644, "next"));
      assertThat(text("f" + length)).isEqualTo(content);
      assertThat(text("after" + length)).isEqualTo("next");
    }
  }

  @Test
  void aLongNameOfGnuTarIsForTheNextEntryOnly() throws IOException {
    String longName = "share/" + "d".repeat(90) + "/" + "n".repeat(120);
    unpack(new Tar().longName(longName).file("cut", 0644, "long").file("short", 0644, "short"));
    assertThat(text(longName)).isEqualTo("long");
    assertThat(text("short")).isEqualTo("short");
    assertThat(home().resolve("cut")).doesNotExist();
  }

  @Test
  void aPrefixOfPosixTarStandsBeforeTheNameAndOneOfGnuTarDoesNot() throws IOException {
    unpack(new Tar().prefixed("deep/er", "name", "ustar\0").prefixed("ignored", "flat", "ustar "));
    assertThat(text("deep/er/name")).isEqualTo("prefixed");
    assertThat(text("flat")).isEqualTo("prefixed");
    assertThat(home().resolve("ignored")).doesNotExist();
  }

  @Test
  void entriesOfOtherKindsAreSteppedOver() throws IOException {
    unpack(
        new Tar()
            .entry('x', "pax", "17 path=../evil\n")
            .entry('g', "global", "a".repeat(700))
            .entry('3', "device", "")
            .file("kept", 0644, "kept"));
    assertThat(text("kept")).isEqualTo("kept");
    assertThat(home().resolve("device")).doesNotExist();
    assertThat(around.resolve("evil")).doesNotExist();
  }

  @Test
  void whatStandsAfterTheEndMarkIsNotRead() throws IOException {
    Tar after = new Tar().file("kept", 0644, "kept").end().file("../late", 0644, "late");
    unpack(after);
    assertThat(text("kept")).isEqualTo("kept");
  }

  @Test
  void noNameLeavesTheDirectory() {
    for (String name : new String[] {"../evil", "a/../../evil", "/etc/evil", "a/../../homes/x"}) {
      refused(new Tar().file(name, 0644, "evil"), "leaves its directory");
      refused(new Tar().directory(name), "leaves its directory");
      refused(new Tar().longName(name).file("fine", 0644, "evil"), "leaves its directory");
      refused(new Tar().link(name, "fine"), "leaves its directory");
    }
    assertThat(around.resolve("evil")).doesNotExist();
  }

  @Test
  void noLinkPointsOutOfTheDirectory() {
    for (String to : new String[] {"/etc/passwd", "../..", "../../etc/passwd", "x/../../.."}) {
      refused(new Tar().link("dir/l", to), "leaves its directory");
    }
    assertThat(Files.isSymbolicLink(home().resolve("dir/l"))).isFalse();
  }

  @Test
  void nothingIsWrittenThroughALinkOfTheArchive() throws IOException {
    // By their names all of these stay inside: dir/up is the target itself, dir/up/out its parent.
    refused(new Tar().link("dir/up", "..").link("dir/up/out", "../.."), "through a link");
    refused(new Tar().link("d", ".").file("d/f", 0644, "evil"), "through a link");
    refused(new Tar().link("e", ".").directory("e/sub"), "through a link");
    refused(
        new Tar().file("victim", 0644, "genuine").link("l", "victim").file("l", 0644, "evil"),
        "through a link");
    assertThat(text("victim")).isEqualTo("genuine");
    assertThat(around.resolve("out")).doesNotExist();
  }

  @Test
  void aTruncationAnywhereIsSeen() {
    byte[] whole = new Tar().file("a", 0644, "x".repeat(600)).file("b", 0644, "b").end().octets();
    int endMark = whole.length - 1024;
    for (int length : new int[] {0, 1, 511, 512, 513, 1100, 1536, 1537, 2048, endMark}) {
      assertThatThrownBy(() -> unpack(Arrays.copyOf(whole, length), "cut-" + length))
          .as("first %d octets", length)
          .isInstanceOf(EOFException.class);
    }
    assertThatCode(() -> unpack(whole, "whole")).doesNotThrowAnyException();
  }

  @Test
  void numbersThatAreNoneAreRefusedAsABadArchive() {
    for (String size : new String[] {"-0000000001", "9", "0x10", "77777777777", "1e3"}) {
      Tar tar = new Tar();
      tar.header('0', "f", "").size(size).write();
      assertThatThrownBy(() -> unpack(tar.end().octets(), "numbers"))
          .as("size %s", size)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void anEntryThatClaimsMoreThanThereIsMakesNoFile() {
    Tar tar = new Tar();
    tar.header('0', "big", "").size("17777777777").write(); // 2 GiB less one octet
    refused(tar, "ends inside an entry");
    assertThat(home().resolve("big")).doesNotExist();
  }

  private void refused(Tar tar, String why) {
    assertThatThrownBy(() -> unpack(tar)).isInstanceOf(IOException.class).hasMessageContaining(why);
  }

  private void unpack(Tar tar) throws IOException {
    unpack(tar.end().octets(), "home");
  }

  private void unpack(byte[] archive, String name) throws IOException {
    TarStream.unpack(new ByteArrayInputStream(archive), around.resolve(name));
  }

  private Path home() {
    return around.resolve("home");
  }

  private String text(String name) throws IOException {
    return Files.readString(home().resolve(name));
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(home().resolve(name)));
  }

  /** Writes what a careful tar would not. */
  private static final class Tar {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private byte[] header = new byte[512];

    Tar header(char kind, String name, String magic) {
      header = new byte[512];
      put(0, name);
      put(124, "00000000000");
      header[156] = (byte) kind;
      put(257, magic.isEmpty() ? "ustar\0" : magic);
      return this;
    }

    Tar size(String octal) {
      Arrays.fill(header, 124, 136, (byte) 0);
      put(124, octal);
      return this;
    }

    Tar file(String name, int mode, String content) {
      header('0', name, "");
      put(100, "%07o".formatted(mode));
      return content(content);
    }

    Tar prefixed(String prefix, String name, String magic) {
      header('0', name, magic);
      put(345, prefix);
      return content("prefixed");
    }

    Tar directory(String name) {
      return header('5', name, "").write();
    }

    Tar link(String name, String to) {
      header('2', name, "");
      put(157, to);
      return write();
    }

    Tar longName(String name) {
      return entry('L', "././@LongLink", name);
    }

    Tar entry(char kind, String name, String content) {
      return header(kind, name, "").content(content);
    }

    Tar content(String content) {
      byte[] octets = content.getBytes(StandardCharsets.UTF_8);
      size("%011o".formatted(octets.length)).write();
      out.writeBytes(Arrays.copyOf(octets, (octets.length + 511) / 512 * 512));
      return this;
    }

    Tar write() {
      out.writeBytes(header);
      return this;
    }

    Tar end() {
      out.writeBytes(new byte[1024]);
      return this;
    }

    byte[] octets() {
      return out.toByteArray();
    }

    private void put(int at, String text) {
      byte[] octets = text.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(octets, 0, header, at, Math.min(octets.length, 155));
    }
  }
}
