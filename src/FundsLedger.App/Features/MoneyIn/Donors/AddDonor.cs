using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary>Adds a donor: State, agency, organisation, company or person (Rome Statute art. 116).</summary>
public sealed class AddDonor(LedgerWriter writer)
{
    /// <param name="Code">Its own key: the same code with the same content is a repeat. Capital letters, digits and hyphens; 1 to 20.</param>
    /// <param name="Name">As printed on statements.</param>
    /// <param name="Type">Decides the revenue account of its receipts.</param>
    /// <param name="Language"><c>en</c> or <c>fr</c>: the language of its letters.</param>
    /// <param name="IsSynthetic">True for donors of the demonstration; shown wherever the donor is.</param>
    public sealed record Command(string Code, string Name, DonorType Type, string Language, bool IsSynthetic = false);

    public Task<Outcome<AddedDonor>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within a transaction of the caller's, who abandons the transaction when refused.</summary>
    public static async Task<Outcome<AddedDonor>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        object?[] row = [command.Code, command.Name, command.Type, command.Language, command.IsSynthetic];
        if ((await session.RefreshCatalogAsync(cancel)).HasDonor(command.Code))
            return await session.HoldsAsync(Registers.Donors, 0, row, cancel) ? new AddedDonor(command.Code, IsRepeat: true) : new DonorCodeIsTaken(command.Code);
        if (Refuse(command) is { } refusal) return refusal;

        await session.RegisterAsync(Registers.Donors, row, cancel);
        return new AddedDonor(command.Code, IsRepeat: false);
    }

    /// <summary>True for 1 to 20 capital letters, digits and hyphens.</summary>
    public static bool IsCode(string code) => code.Length is > 0 and <= 20 && code.All(letter => letter is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-');

    private static DonorRefusal? Refuse(Command command)
    {
        if (!IsCode(command.Code)) return new DonorCodeIsMalformed(command.Code);
        if (string.IsNullOrWhiteSpace(command.Name) || command.Name.Length > LedgerRules.LongestReference || LedgerRules.BrokenText(command.Name) is not null) return new DonorNameIsMalformed(command.Code);
        if (command.Language is not ("en" or "fr")) return new DonorLanguageIsUnknown(command.Language);
        return null;
    }
}

/// <summary>The donor that stands under the code.</summary>
public sealed record AddedDonor(string Code, bool IsRepeat) : IAnswer;
