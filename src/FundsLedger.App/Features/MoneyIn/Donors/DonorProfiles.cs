using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary>What is known of a donor beside its name and type.</summary>
/// <param name="Parent">The State or organisation it is an agency of.</param>
/// <param name="Language"><c>en</c> or <c>fr</c>: the language of its letters.</param>
/// <param name="IsConfidential">True where the donor asked not to be named outside the Registry.</param>
/// <param name="IsUnderReview">True where a gift waits for an approving officer.</param>
/// <param name="ReviewReason">Why it is under review.</param>
public sealed record DonorProfile(string? Parent, string Language, bool IsConfidential, bool IsUnderReview, string? ReviewReason);

/// <summary>Records a new version of a donor's profile. Anybody who records may put a donor under review; lifting that takes two people, or
/// the review could be stepped around.</summary>
public sealed class SetDonorProfile(LedgerWriter writer)
{
    /// <summary>Its content is its key: what equals the newest version is a repeat.</summary>
    public sealed record Command(string Donor, DonorProfile Profile);

    /// <summary>What two people decide.</summary>
    internal sealed record LiftInput(string Donor, string Reason);

    /// <summary>What is done when a second person has approved it: it writes a version, and posts nothing.</summary>
    internal static readonly ApprovedAct LiftAct = new(ApprovalKind.LiftReview, donor => $"/donors/{donor}",
        async (session, _, asked, cancel) =>
    {
        await LiftAsync(session, asked.Read<LiftInput>(), cancel);
        return new DoneAct(null);
    })
    {
        DetailsAsync = async (reads, asked, cancel) =>
        [
            .. await DonorDetails.OfDonorAsync(reads, asked.Subject, cancel), .. await ReviewReasonAsync(reads, asked.Subject, cancel),
        ],
    };

    public Task<Outcome<SetProfile>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    public static async Task<Outcome<SetProfile>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        if (!(await session.RefreshCatalogAsync(cancel)).HasDonor(command.Donor)) return new DonorIsNotKnown(command.Donor);
        var known = await session.FindProfileAsync(command.Donor, cancel);
        if (known == command.Profile) return new SetProfile(command.Donor, IsRepeat: true);
        if (await RefuseAsync(session, command, cancel) is { } refusal) return refusal;
        if (known.IsUnderReview && !command.Profile.IsUnderReview) return new ReviewIsLiftedByTwo(command.Donor);
        await WriteAsync(session, command.Donor, command.Profile, cancel);
        return new SetProfile(command.Donor, IsRepeat: false);
    }

    /// <summary>Asks to take the mark for review off; another person decides.</summary>
    public Task<Outcome<AskedApproval>> AskToLiftAsync(string key, string donor, string reason, Actor actor,
        CancellationToken cancel = default) => writer.InOneTransactionAsync<AskedApproval>(actor, async session =>
    {
        if (!session.Catalog.HasDonor(donor)) return new DonorIsNotKnown(donor);
        if (!ShortText.IsValid(reason)) return new DonorReasonIsMalformed(donor);
        if (!await session.HasAskedAsync(key, cancel) && !(await session.FindProfileAsync(donor, cancel)).IsUnderReview)
            return new DonorIsNotUnderReview(donor);
        return await session.AskAsync(key, LiftAct, donor, new LiftInput(donor, reason), reason, cancel);
    }, cancel);

    /// <summary>Does what was approved.</summary>
    internal static async Task LiftAsync(LedgerSession session, LiftInput input, CancellationToken cancel) =>
        await WriteAsync(session, input.Donor,
            await session.FindProfileAsync(input.Donor, cancel) with { IsUnderReview = false, ReviewReason = null }, cancel);

    private static async Task WriteAsync(LedgerSession session, string donor, DonorProfile profile, CancellationToken cancel) =>
        await session.RegisterAsync(new DonorProfileRow
    {
        Id = await session.NextIdAsync(Registers.DonorProfiles, cancel), Donor = donor, Parent = profile.Parent,
        Language = profile.Language, IsConfidential = profile.IsConfidential, IsUnderReview = profile.IsUnderReview,
        ReviewReason = profile.ReviewReason, RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
    }, cancel);

    private static async Task<IEnumerable<ActDetail>> ReviewReasonAsync(LedgerReads reads, string donor, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var reasons = await connection.Command(null,
            "SELECT review_reason FROM donor_profiles WHERE donor = @donor AND review_reason IS NOT NULL ORDER BY id DESC LIMIT 1",
            ("@donor", donor))
            .RowsAsync(row => row.GetString(0), cancel);
        return reasons.Select(reason => new ActDetail("approval.review_reason", _ => reason));
    }

    private static async Task<DonorRefusal?> RefuseAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        var profile = command.Profile;
        if (profile.Language is not ("en" or "fr")) return new DonorLanguageIsUnknown(profile.Language);
        if (profile.Parent is { } parent
            && (parent == command.Donor || await session.FindDonorTypeAsync(parent, cancel) is not (DonorType.State
            or DonorType.InternationalOrganisation)
            || await session.FindDonorTypeAsync(command.Donor, cancel) != DonorType.Agency))
                return new DonorParentIsWrong(command.Donor, parent);
        if (profile.IsUnderReview ? !ShortText.IsValid(profile.ReviewReason ?? "") : profile.ReviewReason is not null)
            return new DonorReasonIsMalformed(command.Donor);
        return null;
    }
}

/// <summary>The donor whose profile stands.</summary>
public sealed record SetProfile(string Donor, bool IsRepeat) : IAnswer;

/// <summary>Questions about donors, inside a transaction.</summary>
internal static class DonorFacts
{
    public static async Task<DonorType?> FindDonorTypeAsync(this LedgerSession session, string donor, CancellationToken cancel)
    {
        var question = await session.QuestionAsync("SELECT type FROM donors WHERE code = @code", [("@code", donor)], cancel);
        return await question.RowsAsync(row => ClosedSet<DonorType>.Of(row.GetString(0)), cancel) is [var type] ? type : null;
    }

    /// <summary>The newest profile; for a donor without one, its register row and nothing more.</summary>
    public static async Task<DonorProfile> FindProfileAsync(this LedgerSession session, string donor, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            "SELECT parent, language, is_confidential, is_under_review, review_reason FROM donor_profiles WHERE donor = @donor ORDER BY "
                + "id DESC LIMIT 1", [("@donor", donor)], cancel);
        var found = await question.RowsAsync(
            row => new DonorProfile(row.TextOrNull(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3), row.TextOrNull(4)), cancel);
        if (found is [var profile]) return profile;
        var first = await session.QuestionAsync("SELECT language FROM donors WHERE code = @donor", [("@donor", donor)], cancel);
        return new DonorProfile(null, (await first.RowsAsync(row => row.GetString(0), cancel)).FirstOrDefault() ?? "en", false, false,
            null);
    }
}
