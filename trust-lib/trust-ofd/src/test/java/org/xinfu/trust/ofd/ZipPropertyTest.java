package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.TrustPolicy.Budgets;
import org.xinfu.trust.Verdict;

/** What holds for every package, not only for those that somebody thought of. */
class ZipPropertyTest {
  @Property(tries = 200)
  void whatIsWrittenIsRead(@ForAll("packages") Map<String, Bytes> files) {
    Bytes zip = OfdPackageWriter.write(new TreeMap<>(files));
    assertThat(read(zip)).isEqualTo(files);
    assertThat(OfdPackageWriter.write(new TreeMap<>(read(zip)))).isEqualTo(zip);
  }

  @Property(tries = 200)
  void anotherPackersZipIsRead(@ForAll("packages") Map<String, Bytes> files) {
    ForgedZip zip = new ForgedZip();
    files.forEach(
        (name, content) -> {
          zip.deflated(name, content);
          zip.last().descriptor = ForgedZip.Descriptor.MARKED;
        });
    assertThat(read(zip.build())).isEqualTo(files);
  }

  @Property(tries = 800)
  void anAlteredOctetOfOursIsRefused(
      @ForAll("packages") Map<String, Bytes> files,
      @ForAll @IntRange(min = 0, max = 1_000_000) int place,
      @ForAll @IntRange(min = 1, max = 255) int mask) {
    byte[] zip = Sample.encode(files);
    int at = place % zip.length;
    // The stamp of the first entry says whose form this is; without it the general rules apply.
    if (at < 10 || at >= 14) {
      zip[at] ^= (byte) mask;
      assertThat(verdict(Bytes.of(zip))).isInstanceOf(Verdict.Invalid.class);
    }
  }

  @Property(tries = 800)
  void anAlteredOctetOfAnotherPackersNeverChangesWhatIsRead(
      @ForAll("packages") Map<String, Bytes> files,
      @ForAll @IntRange(min = 0, max = 1_000_000) int place,
      @ForAll @IntRange(min = 1, max = 255) int mask) {
    ForgedZip honest = new ForgedZip();
    files.forEach(honest::deflated);
    byte[] zip = honest.build().toArray();
    zip[place % zip.length] ^= (byte) mask;
    if (verdict(Bytes.of(zip)) instanceof Verdict.Valid<OfdPackage> valid) {
      assertThat(Sample.files(valid.content())).isEqualTo(files);
    }
  }

  @Property(tries = 300)
  void aCutPackageIsRefused(
      @ForAll("packages") Map<String, Bytes> files,
      @ForAll @IntRange(min = 0, max = 1_000_000) int place) {
    byte[] zip = Sample.encode(files);
    Bytes cut = Bytes.of(zip, 0, place % zip.length);
    assertThat(verdict(cut)).isInstanceOf(Verdict.Invalid.class);
  }

  @Property(tries = 300)
  void octetsThatAreNoZipAreAVerdict(@ForAll byte[] octets) {
    assertThat(verdict(Bytes.of(octets))).isInstanceOf(Verdict.Invalid.class);
    Bytes headed = Bytes.hex("504b0304").concat(Bytes.of(octets));
    assertThat(verdict(headed)).isInstanceOf(Verdict.Invalid.class);
  }

  @Provide
  Arbitrary<Map<String, Bytes>> packages() {
    Arbitrary<String> segment =
        Arbitraries.of("a", "Doc_0", "Res", "\u5370\u7ae0", "x y", "100%", "t-1.xml", "b.c.d");
    Arbitrary<List<String>> segments = segment.list().ofMinSize(1).ofMaxSize(3);
    Arbitrary<Bytes> content =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(120).map(Bytes::of);
    return Combinators.combine(segments.list().ofMaxSize(5), content.list().ofSize(5))
        .as(ZipPropertyTest::files);
  }

  /** Every path ends in a name of its own, so that no file is another one's folder. */
  private static Map<String, Bytes> files(List<List<String>> paths, List<Bytes> contents) {
    Map<String, Bytes> files = new LinkedHashMap<>();
    files.put("OFD.xml", Bytes.utf8("<OFD/>"));
    for (int i = 0; i < paths.size(); i++) {
      files.put(String.join("/", paths.get(i)) + "/f" + i, contents.get(i));
    }
    return files;
  }

  private static Map<String, Bytes> read(Bytes zip) {
    Verdict<OfdPackage> read = verdict(zip);
    assertThat(read).as(read.report().toString()).isInstanceOf(Verdict.Valid.class);
    return Sample.files(((Verdict.Valid<OfdPackage>) read).content());
  }

  private static Verdict<OfdPackage> verdict(Bytes zip) {
    return OfdPackage.read(DocumentSource.of(zip), Budgets.standard());
  }
}
