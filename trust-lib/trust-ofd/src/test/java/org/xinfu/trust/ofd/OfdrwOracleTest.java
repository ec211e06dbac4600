package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;
import org.xinfu.trust.seal.RidingSeam;
import org.xinfu.trust.seal.RidingSeam.Edge;

/**
 * A second implementation reads and accepts what we seal: ofdrw, in a process of its own, since it
 * needs Bouncy Castle 1.68. Maven puts its class path into {@code target/ofdrw}.
 */
class OfdrwOracleTest {
  private static final Map<Edge, String> SIDES =
      Map.of(Edge.LEFT, "Left", Edge.RIGHT, "Right", Edge.TOP, "Top", Edge.BOTTOM, "Bottom");

  @TempDir Path folder;

  @Test
  void acceptsWhatWeSealAndRefusesWhatWasAltered() throws IOException, InterruptedException {
    Bytes whole = Sample.sealed(Protection.WHOLE);
    Bytes open = Sample.sealed(Protection.CONTINUE);
    Bytes twice = Sample.sealed(open, Protection.WHOLE);
    Bytes altered =
        Sample.with(
            whole, "Doc_0/Pages/Page_0/Content.xml", text -> text.replace("L 9 9", "L 9 8"));
    List<String> answers = ask(whole, open, twice, altered);
    assertThat(answers).hasSize(4);
    assertThat(answers.subList(0, 3)).containsOnly("ANSWER ACCEPTED, pages 2");
    assertThat(answers.get(3)).startsWith("ANSWER REFUSED");
  }

  @Test
  void acceptsSeamsAndSignaturesWithoutASeal() throws IOException, InterruptedException {
    Bytes seams =
        PagedSample.sealed(
            PagedSample.document(7),
            new RidingSeam(Edge.RIGHT, 50, 3),
            new RidingSeam(Edge.TOP, 50, 9));
    Bytes sign = Sample.signed(Sample.zip(Sample.plain()), Protection.WHOLE);
    Bytes signThenSeal =
        Sample.sealed(
            Sample.signed(Sample.zip(Sample.plain()), Protection.CONTINUE), Protection.WHOLE);
    Bytes sealThenSign = Sample.signed(Sample.sealed(Protection.CONTINUE), Protection.WHOLE);
    Bytes altered =
        Sample.with(sign, "Doc_0/Signs/Sign_0/Signature.xml", text -> text.replace("20", "21"));
    List<String> answers = ask(seams, sign, signThenSeal, sealThenSign, altered);
    assertThat(answers).hasSize(5);
    assertThat(answers.get(0)).isEqualTo("ANSWER ACCEPTED, pages 7");
    assertThat(answers.subList(1, 4)).containsOnly("ANSWER ACCEPTED, pages 2");
    assertThat(answers.get(4)).startsWith("ANSWER REFUSED");
  }

  /** Its own seal is accepted beside the list, and the list is read and accepted as its own. */
  @Test
  void acceptsTheIntegrityList() throws IOException, InterruptedException {
    Bytes listed = Sample.sealed(Protection.ENTRIES);
    Bytes altered =
        Sample.with(listed, IntegrityPackage.LIST, text -> text.replace("\"xinfu\"", "\"other\""));
    Map<String, Bytes> more = Sample.files(listed);
    more.put("Doc_0/Res/more.png", Bytes.utf8("x"));
    List<String> command = command();
    command.add(written("listed", listed));
    for (Bytes document : List.of(listed, altered, Sample.zip(more))) {
      command.add("integrity=" + written("list" + command.size(), document));
    }
    List<String> answers = run(command);
    assertThat(answers).hasSize(4);
    assertThat(answers.get(0)).isEqualTo("ANSWER ACCEPTED, pages 2");
    assertThat(answers.get(1)).startsWith("ANSWER LISTED");
    assertThat(answers.subList(2, 4)).allMatch(a -> a.startsWith("ANSWER REFUSED"));
  }

  /** What renewals add does not trouble a reader that knows nothing of them (decision 0011). */
  @Test
  void acceptsWhatWasStampedAndRenewed() throws IOException, InterruptedException {
    Bytes stamped = LongLife.sealed(Protection.WHOLE);
    Bytes sign = LongLife.signed(Sample.zip(Sample.plain()), Protection.WHOLE);
    Bytes altered =
        Sample.with(LongLife.kept(stamped), "Doc_0/Pages/Page_0/Content.xml", text -> text + " ");
    List<String> answers = ask(stamped, LongLife.kept(stamped), sign, LongLife.kept(sign), altered);
    assertThat(answers).hasSize(5);
    assertThat(answers.subList(0, 4)).containsOnly("ANSWER ACCEPTED, pages 2");
    assertThat(answers.get(4)).startsWith("ANSWER REFUSED");
  }

  /** Where a side can be divided without a rest, ofdrw places each slice as we do. */
  @Test
  void placesSeamsAsWeDo() throws IOException, InterruptedException {
    Bytes document = PagedSample.document(5);
    List<String> command = command();
    for (Edge edge : Edge.values()) {
      command.add("seam=" + SIDES.get(edge) + ",50,40");
      command.add(written("seam", document));
    }
    List<String> answers = run(command);
    assertThat(answers).hasSize(4);
    for (int i = 0; i < 4; i++) {
      Bytes sealed = PagedSample.sealed(document, new RidingSeam(Edge.values()[i], 50, 9));
      List<String> stamps = List.of(answers.get(i).substring("ANSWER ".length()).split("; "));
      assertThat(PagedSample.stamps(sealed).stream().map(OfdrwOracleTest::text))
          .as(Edge.values()[i].name())
          .containsExactlyInAnyOrderElementsOf(stamps);
    }
  }

  private static String text(SignatureFile.Stamp stamp) {
    return stamp.pageRef() + ": " + stamp.boundary() + " | " + stamp.clip().orElse("");
  }

  private List<String> ask(Bytes... documents) throws IOException, InterruptedException {
    List<String> command = command();
    for (int i = 0; i < documents.length; i++) {
      command.add(written(String.valueOf(i), documents[i]));
    }
    return run(command);
  }

  private String written(String name, Bytes document) throws IOException {
    return Files.write(folder.resolve(name + ".ofd"), document.toArray()).toString();
  }

  static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-cp");
    command.add(Path.of("target", "ofdrw") + "/*");
    command.add(Path.of("src", "test", "oracle", "OfdrwOracle.java").toString());
    return command;
  }

  static List<String> run(List<String> command) throws IOException, InterruptedException {
    Process oracle = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(oracle.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(oracle.waitFor()).as(output).isZero();
    return output.lines().filter(l -> l.startsWith("ANSWER")).toList();
  }
}
