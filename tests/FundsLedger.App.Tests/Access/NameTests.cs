using FundsLedger.App.Access;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace FundsLedger.App.Tests.Access;

/// <summary>A name that shows something else than it is, or looks like another, can be typed nowhere.</summary>
public sealed class NameTests
{
    // As numbers: a source that turned its own text would be the trick itself.
    public static TheoryData<int> Marks =>
        [0x202E, 0x202A, 0x2066, 0x2069, 0x200E, 0x200F, 0x061C, 0x200B, 0x2060, 0xFEFF, 0x0000, 0x001B];

    [Theory, MemberData(nameof(Marks))]
    public async Task A_name_with_a_mark_that_nobody_sees_is_refused_wherever_one_is_given(int mark)
    {
        var name = $"State A{(char)mark}";
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        await books.AddDonorsAsync("XA");
        Assert.True((await new AddDonor(books.Writer).RunAsync(new("XB", name, DonorType.State, "en", true),
            TestBooks.Recorder)).IsRefused);
        Assert.True((await new DonorContacts(books.Writer).AddAsync(new("XA", name, "Office", "Street"), TestBooks.Recorder)).IsRefused);
        Assert.True((await new AddBankAccount(books.Writer).RunAsync(
            new("B", "TFFV", "1010", "NL01", Currency.Eur, name, new DateOnly(2026, 1, 1), Money.Eur(0)), TestBooks.Recorder)).IsRefused);
        await using var services = PeopleServices.Over(books.Database, books.Clock, new WebSettings());
        await using var scope = services.CreateAsyncScope();
        Assert.True((await scope.ServiceProvider.GetRequiredService<PeopleDirectory>().AddAsync(
            new NewPerson("a@example.org", name, "en", [Role.Auditor], null), TestBooks.Approver)).IsRefused);
        Assert.False(LedgerRules.IsName(name));
    }

    [Theory, InlineData("وزارة الخارجية"), InlineData("می‌خواهم"), InlineData("Côte d’Ivoire"), InlineData("日本国")]
    public void Names_of_every_script_are_names(string name) => Assert.True(LedgerRules.IsName(name));

    [Theory, InlineData("note", "a\u202Eb", true), InlineData("note", "two\r\nlines\tand a tab", false), InlineData("note", "a\0b", true),
        InlineData("new_password", "a\u202Eb", false)]
    public void A_form_says_beside_the_field_that_a_text_turns_or_controls(string field, string typed, bool isFaulty)
    {
        var form = new Form(new PageLanguage());
        form.Take(new FormCollection(new Dictionary<string, StringValues> { [field] = typed }));
        Assert.Equal(isFaulty, form.FaultOf(field) is not null);
    }
}
