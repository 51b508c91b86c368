using FundsLedger.Domain.Banking.Orders;
using Xunit;

namespace FundsLedger.Domain.Tests.Banking.Orders;

/// <summary>How names are written with the letters that a bank takes.</summary>
public sealed class LetterSetTests
{
    [Theory]
    [InlineData("Ana Synthetic", "Ana Synthetic")]
    [InlineData("  two   blanks  ", "two blanks")]
    [InlineData("Straße", "Strasse")]
    [InlineData("Þórður Æsir", "THordur AEsir")]
    [InlineData("Łódź", "Lodz")]
    [InlineData("Nguyễn Thị Ánh", "Nguyen Thi Anh")]
    [InlineData("İpek Şimşek Yıldız", "Ipek Simsek Yildiz")]
    [InlineData("Ioniță Țăran", "Ionita Taran")]
    [InlineData("e\u0301crit", "ecrit")]
    [InlineData("e\u0323\u0302", "e")]
    [InlineData("O’Brien “the” «last»", "O'Brien 'the' 'last'")]
    [InlineData("A–B—C…", "A-B-C...")]
    [InlineData("A & B; [C]_{D}", "A + B, (C)-(D)")]
    [InlineData("a\u00A0b\u202Fc", "a b c")]
    public void A_text_is_written_with_basic_letters(string text, string sent) =>
        Assert.Equal(sent, LetterSet.Basic.Send(text).Text!.Sent);

    [Theory]
    [InlineData("Zoë & Søn", "Zoë & Søn")]
    [InlineData("Łucja Ščerbová", "Lucja Scerbová")]
    [InlineData("3 × 4", null)]
    public void Western_letters_stay_where_the_bank_takes_them(string text, string? sent) =>
        Assert.Equal(sent, LetterSet.Western.Send(text).Text?.Sent);

    [Fact]
    public void Every_letter_of_the_Latin_blocks_of_Europe_can_be_written()
    {
        var without = Enumerable.Range(0x00C0, 0x017F - 0x00C0).Select(code => (char)code).Where(char.IsLetter)
            .Where(letter => LetterSet.Basic.Send(letter.ToString()).Text is null);

        // Kra, eng, n with apostrophe and the long s: no bank's table says how.
        Assert.Equal("ĸŉŊŋ", string.Concat(without));
    }

    [Fact]
    public void Whatever_is_sent_can_be_sent_as_it_is()
    {
        foreach (var letter in Enumerable.Range(1, char.MaxValue).Select(code => (char)code))
            foreach (var letters in (LetterSet[])[LetterSet.Basic, LetterSet.Western])
                if (letters.Send($"a{letter}b").Text is { } text)
                {
                    Assert.All(text.Sent, sent => Assert.True(letters.Has(sent)));
                    Assert.Equal(text.Sent, letters.Send(text.Sent).Text!.Sent);
                    Assert.Equal(letters.Has(letter) && letter != ' ', text.Changes.Count == 0 && letter != ' ');
                }
    }

    [Theory]
    [InlineData("王", "'王' (U+738B, a letter of the Chinese script)")]
    [InlineData("Д", "'Д' (U+0414, a letter of the Cyrillic script)")]
    [InlineData("Ω", "'Ω' (U+03A9, a letter of the Greek script)")]
    [InlineData("٣", "'٣' (U+0663, a digit of the Arabic script)")]
    [InlineData("@", "'@' (U+0040, a sign)")]
    [InlineData("\u0301", "U+0301, an accent")]
    [InlineData("\u061C", "U+061C, a mark that turns the direction of writing")]
    [InlineData("\u2028", "U+2028, an end of a line")]
    [InlineData("\uE000", "U+E000, no letter that everybody knows")]
    [InlineData("💶", "'💶' (U+1F4B6, a sign)")]
    public void A_letter_that_cannot_be_written_is_named(string letter, string name)
    {
        var strange = LetterSet.Basic.Send("ab" + (letter == "\u0301" ? "-" : "") + letter).Strange!;

        Assert.Equal((letter == "\u0301" ? 4 : 3, name), (strange.Position, strange.Name));
    }

    [Theory]
    [InlineData("DE", true)]
    [InlineData("XK", true)]
    [InlineData("UK", false)]
    [InlineData("XX", false)]
    [InlineData("de", false)]
    public void A_country_is_one_of_the_list(string code, bool isKnown) => Assert.Equal(isKnown, CountryCode.IsKnown(code));

    [Fact]
    public void The_list_of_countries_has_no_code_twice() => Assert.Equal(250, CountryCode.All.Count);
}
