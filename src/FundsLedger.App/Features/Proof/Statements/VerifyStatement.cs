using System.Globalization;
using System.Security.Cryptography;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>What verifying a statement file showed.</summary>
/// <param name="Facts">What it states; null when it cannot be read.</param>
/// <param name="Code">The code that must stand on the paper.</param>
/// <param name="KeyId">Fingerprint of the key that signed the head.</param>
/// <param name="Findings">What is wrong, in sentences; empty when everything is proven.</param>
public sealed record StatementVerified(StatedFacts? Facts, string? Code, string? KeyId, IReadOnlyList<string> Findings);

/// <summary>Verifies a statement file offline: no database, no network, only the file and the ledger's published public key.</summary>
public static class VerifyStatement
{
    /// <summary>Verifies.</summary>
    /// <param name="text">The file.</param>
    /// <param name="publishedKey">SubjectPublicKeyInfo as published; null takes the key in the file, whose fingerprint the reader then
    /// compares.</param>
    public static StatementVerified Run(string text, byte[]? publishedKey)
    {
        if (StatementFile.Read(text) is not { } file || file.Facts() is not { } facts)
            return new(null, null, null, ["This is not a statement file of FundsLedger. Ask for the .json that goes with the statement."]);
        var findings = new List<string>();
        try
        {
            var code = StatementFile.CodeOf(file.Statement);
            if (code != file.Code) findings.Add($"The stated facts were changed: their code is {code}, the file says {file.Code}.");
            var carried = Convert.FromBase64String(file.Head.PublicKey);
            if (publishedKey is not null && !carried.AsSpan().SequenceEqual(publishedKey))
                findings.Add("The file carries another key than the published one.");
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publishedKey ?? carried, out _);
            CheckProofs(file, facts, key, findings);
            CheckReceipts(file, facts, findings);
            return new(facts, code, SigningKey.IdOf(publishedKey ?? carried), findings);
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException or OverflowException or ArgumentException)
        {
            findings.Add("A part of the file is not in its proper form: it was damaged or changed.");
            return new(facts, null, null, findings);
        }
    }

    private static void CheckProofs(StatementFile file, StatedFacts facts, ECDsa key, List<string> findings)
    {
        var at = DateTimeOffset.Parse(file.Head.At, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        var log = file.Log() ?? throw new FormatException("No such log.");
        var head = new LogHead(facts.LedgerId, log, file.Head.Size, Convert.FromHexString(file.Head.Root), at);
        var result = StatementVerifier.Verify(head, Convert.FromBase64String(file.Head.Signature), key,
            [.. file.Proofs.Select(proof => Entry(proof, log))]);
        if (!result.IsFine) findings.AddRange(result.Findings.Select(finding => finding.Sentence));
    }

    private static SealedEntry Entry(StatedProof proof, LogClass log)
    {
        byte[][] path = [.. proof.Path.Select(Convert.FromBase64String)];
        if (log == LogClass.First) return new SealedEntry(proof.LeafIndex, Bytes(proof.LeafData), Bytes(proof.Salt), path);
        var shown = Bytes(proof.Shown);
        return SealedEntry.OfTwoParts(proof.LeafIndex, shown, Bytes(proof.Withheld), SealedReceipt.Read(shown).Salt, path);
    }

    private static void CheckReceipts(StatementFile file, StatedFacts facts, List<string> findings)
    {
        var isFirst = file.Log() == LogClass.First;
        var proven = file.Proofs.ToLookup(
            proof => isFirst ? SealedReceipt.ReadFirst(Bytes(proof.LeafData)).EntryId! : Number(proof.LeafIndex), StringComparer.Ordinal);
        foreach (var twice in facts.Receipts.GroupBy(Key, StringComparer.Ordinal).Where(same => same.Count() > 1))
            findings.Add($"Entry {twice.Key} is stated twice.");
        foreach (var stated in facts.Receipts)
        {
            if (proven[Key(stated)].FirstOrDefault() is not { } proof) findings.Add($"Receipt {stated.Reference} comes without its proof.");
            else if (!(isFirst ? SealedReceipt.ReadFirst(Bytes(proof.LeafData)) : SealedReceipt.Read(Bytes(proof.Shown))).Bears(facts,
                stated))
                findings.Add($"Receipt {stated.Reference} is not what was sealed: date, amount, value, fund or donor differ.");
        }
        if (file.Proofs.Count != facts.Receipts.Count) findings.Add("There are more proofs or fewer than receipts.");
        if (Money.Eur(facts.Receipts.Sum(receipt => Money.Parse(receipt.Eur, Currency.Eur).Minor)).ToDecimalString() != facts.TotalEur)
            findings.Add("The total is not the sum of the receipts.");
    }

    private static string Key(StatedReceipt receipt) =>
        receipt.LeafIndex is { } leaf ? Number(leaf) : receipt.EntryId ?? throw new FormatException("A receipt without its proof.");

    private static byte[] Bytes(string? text) => Convert.FromBase64String(text ?? throw new FormatException("A part is missing."));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What the sealed bytes of an entry say, as far as a receipt is concerned.</summary>
internal sealed record SealedReceipt(string? EntryId, byte[] Salt, string Fund, int Date,
    IReadOnlyList<(string Currency, long Minor, long Eur, string? Donor)> Lines)
{
    /// <summary>Decodes what is shown of an entry. The order is that of <see cref="EntrySeal.WriteShown"/>.</summary>
    /// <exception cref="FormatException">The bytes are not an entry.</exception>
    public static SealedReceipt Read(byte[] shown)
    {
        var fields = new CanonicalReader(shown);
        if (fields.Text() != EntrySeal.ShownName) throw new FormatException("Not an entry.");
        var salt = fields.Bytes().ToArray();
        var fund = fields.Text() ?? throw new FormatException("No fund.");
        var date = (int)fields.Int64();
        for (var text = 0; text < 3; text++) fields.Text(); // kind, description, reference
        return new SealedReceipt(null, salt, fund, date, ReadLines(ref fields));
    }

    /// <summary>Decodes an entry of the first log. The order is that of <see cref="FirstEntrySeal.Write"/>.</summary>
    /// <exception cref="FormatException">The bytes are not an entry.</exception>
    public static SealedReceipt ReadFirst(byte[] leaf)
    {
        var fields = new CanonicalReader(leaf);
        if (fields.Text() != FirstEntrySeal.Name) throw new FormatException("Not an entry.");
        var salt = fields.Bytes().ToArray();
        var id = fields.Text() ?? throw new FormatException("No id.");
        var fund = fields.Text() ?? throw new FormatException("No fund.");
        var date = (int)fields.Int64();
        fields.Int64();
        for (var text = 0; text < 7; text++) fields.Text(); // kind, description, reference, actor id and name, source document, key
        fields.Bytes();
        fields.Text();
        return new SealedReceipt(id, salt, fund, date, ReadLines(ref fields));
    }

    private static (string, long, long, string?)[] ReadLines(ref CanonicalReader fields)
    {
        var lines = new (string, long, long, string?)[fields.List()];
        for (var line = 0; line < lines.Length; line++)
        {
            fields.Text();
            lines[line] = (fields.Text()!, fields.Int64(), fields.Int64(), fields.Text());
            for (var dimension = 0; dimension < 5; dimension++) fields.Text();
        }
        fields.End();
        return lines;
    }

    /// <summary>True when the entry holds this receipt of this donor, credited once.</summary>
    public bool Bears(StatedFacts facts, StatedReceipt stated)
    {
        var currency = Domain.Currency.Of(stated.Currency);
        var (amount, eur) = (Money.Parse(stated.Amount, currency).Minor, Money.Parse(stated.Eur, Domain.Currency.Eur).Minor);
        var date = DateOnly.ParseExact(stated.Date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Fund == facts.Fund && Date == DateNumber.Of(date)
            && Lines.Count(line => line == (stated.Currency, -amount, -eur, facts.Donor)) == 1;
    }
}
