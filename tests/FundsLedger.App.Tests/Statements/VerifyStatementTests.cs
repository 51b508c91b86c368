using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Log;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Statements;

/// <summary>A donor can prove a statement offline, and nobody can change it unnoticed.</summary>
public sealed class VerifyStatementTests
{
    [Theory, EveryDatabase]
    public async Task A_statement_proves_every_receipt_offline(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        await SmallBooks.FillAsync(books, key);
        var file = (await StatementAsync(books, "XB")).File!;
        var result = VerifyStatement.Run(file.ToText(), key.PublicKey);
        Assert.Empty(result.Findings);
        var receipt = Assert.Single(result.Facts!.Receipts);
        Assert.Equal(("1000.00", "USD", "920.00"), (receipt.Amount, receipt.Currency, receipt.Eur));
        Assert.Equal(key.KeyId, result.KeyId);
    }

    [Fact]
    public async Task Every_changed_character_of_the_file_is_found_or_changes_nothing_stated()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        await SmallBooks.FillAsync(books, key);
        var text = (await StatementAsync(books, "XB")).File!.ToText();
        var good = VerifyStatement.Run(text, key.PublicKey);
        var tried = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsLetterOrDigit(text[at])) continue;
            tried++;
            var changed = text[..at] + (text[at] == '1' ? '2' : '1') + text[(at + 1)..];
            var result = VerifyStatement.Run(changed, key.PublicKey);
            // The key's printed name is for people; the published key itself is what verified.
            if (result.Findings.Count == 0)
                Assert.Equal((good.Facts!.TotalEur, good.Code, good.KeyId), (result.Facts!.TotalEur, result.Code, result.KeyId));
        }
        Assert.True(tried > 1000);
    }

    [Fact]
    public async Task A_file_with_anything_missing_or_of_another_kind_is_refused_and_never_breaks_the_verifier()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        await SmallBooks.FillAsync(books, key);
        var text = (await StatementAsync(books, "XB")).File!.ToText();
        var places = Places(JsonNode.Parse(text)!).ToList();
        Assert.True(places.Count > 25);
        foreach (var place in places)
        {
            foreach (var other in (string[])["null", "0", "-1", "9223372036854775807", "1e400", "\"\"", "\"x\"", "[]", "[null]", "{}",
                "true"])
            {
                var file = JsonNode.Parse(text)!;
                Set(file, place, JsonNode.Parse(other));
                // An exception fails the test; what is then found depends on the place.
                var result = VerifyStatement.Run(file.ToJsonString(), key.PublicKey);
                // Names for people: what verifies is beside them.
                if (place is not ["head", "key_id"])
                    Assert.True(result.Findings.Count > 0 || other == Get(JsonNode.Parse(text)!, place),
                        $"{string.Join('.', place)} = {other}");
            }
        }

        static IEnumerable<string[]> Places(JsonNode node) => node switch
        {
            JsonObject fields =>
                fields.SelectMany(
                    field =>
                        (field.Value is null ? [] : Places(field.Value)).Select(below => (string[])[field.Key, .. below])
                            .Append([field.Key])),
            JsonArray items =>
                items.SelectMany((item, index) => Places(item!).Select(below => (string[])[$"{index}", .. below]).Append([$"{index}"])),
            _ => [],
        };

        static JsonNode? Step(JsonNode node, string step) =>
            node is JsonArray items ? items[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : node[step];

        static string? Get(JsonNode node, string[] place) =>
            place.Aggregate((JsonNode?)node, (at, step) => Step(at!, step))?.ToJsonString();

        static void Set(JsonNode node, string[] place, JsonNode? value)
        {
            var parent = place[..^1].Aggregate(node, (at, step) => Step(at, step)!);
            if (parent is JsonArray items) items[int.Parse(place[^1], System.Globalization.CultureInfo.InvariantCulture)] = value;
            else parent[place[^1]] = value;
        }
    }

    [Fact]
    public async Task A_statement_signed_by_another_key_is_not_verified()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        using var other = SigningKey.At(TestServer.NewFile(".pem"));
        await SmallBooks.FillAsync(books, key);
        Assert.NotEmpty(VerifyStatement.Run((await StatementAsync(books, "XB")).File!.ToText(), other.PublicKey).Findings);
    }

    [Theory, EveryDatabase]
    public async Task A_receipt_newer_than_the_last_head_makes_the_statement_a_preview(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        await SmallBooks.FillAsync(books, key);
        (await new RecordReceipt(books.Writer).RunAsync(new("r9", "TFFV", "XB", Day("2026-06-20"), SmallBooks.Eur("10.00"), "1010"),
            TestBooks.Recorder)).OrThrow();
        Assert.Null((await StatementAsync(books, "XB")).File);
        books.Clock.Advance(TimeSpan.FromDays(7));
        Assert.True(await new SealHead(books.Writer, key).RunIfDueAsync());
        Assert.False(await new SealHead(books.Writer, key).RunIfDueAsync());
        Assert.Empty(VerifyStatement.Run((await StatementAsync(books, "XB")).File!.ToText(), key.PublicKey).Findings);
    }

    [Fact]
    public async Task The_sealed_bytes_given_to_a_donor_hold_no_sequence_number_and_no_other_donor()
    {
        await using var books = await TestBooks.OpenAsync(DatabaseKind.Sqlite);
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        await SmallBooks.FillAsync(books, key);
        var file = (await StatementAsync(books, "XB")).File!;
        Assert.DoesNotContain("XA", file.Statement.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"seq\"", file.ToText(), StringComparison.Ordinal);
        // Only the texts: hashes and salts are random and may hold any two letters.
        Assert.All(file.Proofs,
            proof =>
                Assert.DoesNotContain(Texts(Convert.FromBase64String(proof.Shown!)),
                    text => text?.Contains("XA", StringComparison.Ordinal) == true));
        Assert.All(file.Proofs, proof => Assert.Contains("XB", Texts(Convert.FromBase64String(proof.Shown!))));
    }

    [Theory, EveryDatabase]
    public async Task A_donors_file_says_nothing_of_who_kept_the_books_and_when(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        await SmallBooks.FillAsync(books, key);
        await using var connection = await books.Database.OpenAsync();
        var (secrets, recorded) = (await connection.Command(null,
            "SELECT e.id, e.idempotency_key, e.actor_id, e.actor_name, e.recorded_at FROM entries e JOIN receipts r ON r.entry_seq = "
                + "e.seq WHERE r.donor = 'XB' AND e.idempotency_key = 'r2'")
            .RowsAsync(
                row => ((string[])[row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)], row.GetInt64(4)))).Single();
        var proof = Assert.Single((await StatementAsync(books, "XB")).File!.Proofs);
        var shown = Convert.FromBase64String(proof.Shown!);
        Assert.DoesNotContain(Texts(shown), text => secrets.Contains(text));
        Assert.Equal(-1, shown.AsSpan().IndexOf(Bytes(recorded)));
        Assert.Equal(32, Convert.FromBase64String(proof.Withheld!).Length);
        Assert.Null(proof.EntryId ?? proof.LeafData ?? proof.Salt);

        static byte[] Bytes(long number)
        {
            var bytes = new byte[8];
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, number);
            return bytes;
        }
    }

    private static List<string?> Texts(byte[] leaf)
    {
        var texts = new List<string?>();
        var fields = new CanonicalReader(leaf);
        while (!fields.IsAtEnd)
        {
            switch (fields.Next)
            {
                case CanonicalTag.Null: fields.Null(); break;
                case CanonicalTag.Int64: fields.Int64(); break;
                case CanonicalTag.Text: texts.Add(fields.Text()); break;
                case CanonicalTag.Bytes: fields.Bytes(); break;
                case CanonicalTag.List: fields.List(); break;
                default: throw new InvalidOperationException();
            }
        }
        return texts;
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("{\"format\":\"fundsledger-statement/1\"}")]
    [InlineData("{\"format\":\"fundsledger-statement/1\",\"code\":\"x\",\"statement\":{},\"head\":{},\"proofs\":[]}")]
    [InlineData("""
        {"format":"fundsledger-statement/1","code":"x","statement":{"receipts":[{}]},"head":{"public_key":"!"},"proofs":[{}]}
        """)]
    public void What_is_no_statement_file_is_not_verified(string text) => Assert.NotEmpty(VerifyStatement.Run(text, null).Findings);

    private static async Task<DonorStatement> StatementAsync(TestBooks books, string donor)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        return (await new DonorStatements(reads,
            new TrialBalances(reads)).OfAsync(new StatementAsked(donor, "TFFV", Day("2026-01-01"), Day("2026-06-30"), "en"))).OrThrow();
    }
}
