using FundsLedger.Domain;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Papers =
        RegisterTable.Of<PaperRow>("papers", RegisterMatter.Operation, OfPaperAsync, unique: ["subject,code,number"]);

    /// <summary>The fund of what the paper belongs to. What is about no single fund counts as protected.</summary>
    private static ValueTask<int?> OfPaperAsync(RowFacts row) =>
        ClosedSet<PaperSubject>.Of(row.Text("subject")!) switch
        {
            PaperSubject.Pledge => row.Sorter.FundOfPledgeAsync(row.Text("code")!),
            PaperSubject.Agreement => row.Through(Agreements, "code"),
            PaperSubject.Offer => row.Through(GiftOffers, "code"),
            PaperSubject.Request => row.Through(VisitRequests, "code"),
            PaperSubject.Receipt => row.Through(Receipts, "code"),
            PaperSubject.Approval => new((int?)null),
        };
}

/// <summary>A scan that was attached to something. The file itself is in <see cref="PaperContentRow"/>, because it must be
/// erasable.</summary>
public sealed class PaperRow : IRegisterRow
{
    public long Id { get; set; }
    public PaperSubject Subject { get; set; }

    /// <summary>Code of what it belongs to.</summary>
    public required string Code { get; set; }

    /// <summary>From 1 within what it belongs to: it counts nothing else.</summary>
    public int Number { get; set; }

    public PaperKind Kind { get; set; }
    public PaperType Type { get; set; }

    /// <summary>Bytes of the file.</summary>
    public int Size { get; set; }

    /// <summary>SHA-256 of a salt, the name and the file: without the salt, which goes with the file, it tells nothing.</summary>
    public required byte[] Mark { get; set; }

    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

/// <summary>What a paper can belong to: never anything that a protected fund does.</summary>
public enum PaperSubject { Pledge, Agreement, Offer, Request, Receipt, Approval }

/// <summary>What a paper is.</summary>
public enum PaperKind { NoteVerbale, Letter, Agreement, Invoice, Quotation, BankLetter, Other }

/// <summary>What a file is, by its bytes.</summary>
public enum PaperType { Pdf, Png, Jpeg, Docx }
