using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary>Adds a donor: State, agency, organisation, company or person (Rome Statute art. 116).</summary>
public sealed class AddDonor(LedgerWriter writer)
{
    /// <param name="Code">Its own key: the same code with the same content is a repeat. Capital letters, digits and hyphens; 1 to
    /// 20.</param>
    /// <param name="Name">As printed on statements.</param>
    /// <param name="Type">Decides the revenue account of its receipts.</param>
    /// <param name="Language"><c>en</c> or <c>fr</c>: the language of its letters.</param>
    /// <param name="IsSynthetic">True for donors of the demonstration; shown wherever the donor is.</param>
    public sealed record Command(string Code, string Name, DonorType Type, string Language, bool IsSynthetic = false);

    public Task<Outcome<AddedDonor>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    public static async Task<Outcome<AddedDonor>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        var row = new DonorRow
        {
            Code = command.Code, Name = command.Name, Type = command.Type, Language = command.Language,
            IsSynthetic = command.IsSynthetic,
        };
        if ((await session.RefreshCatalogAsync(cancel)).HasDonor(command.Code))
            return await session.HoldsAsync(0, row, cancel) ? new AddedDonor(command.Code, IsRepeat: true)
                : new DonorCodeIsTaken(command.Code);
        if (Refuse(command) is { } refusal) return refusal;

        await session.RegisterAsync(row, cancel);
        return new AddedDonor(command.Code, IsRepeat: false);
    }

    private static DonorRefusal? Refuse(Command command)
    {
        if (!DonorCode.IsValid(command.Code)) return new DonorCodeIsMalformed(command.Code);
        if (!LedgerRules.IsName(command.Name) || command.Name.Length > LedgerRules.LongestReference)
            return new DonorNameIsMalformed(command.Code);
        if (command.Language is not ("en" or "fr")) return new DonorLanguageIsUnknown(command.Language);
        return null;
    }
}

/// <summary>The donor that stands under the code.</summary>
public sealed record AddedDonor(string Code, bool IsRepeat) : IAnswer;
