using System.Globalization;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.SignOff;

/// <summary>Does what two people agreed on. The one place that turns an approval into an act: nothing here can be reached without one.</summary>
internal static class ApprovedActs
{
    public static async Task<Outcome<DoneAct>> DoAsync(LedgerSession session, ApprovalFact asked, CancellationToken cancel)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"approval/{asked.Id}");
        switch (asked.Kind)
        {
            case ApprovalKind.EndPledge: return Done(await EndPledge.DoAsync(session, key, asked.Read<EndPledge.Input>(), asked.ActorName, cancel));
            case ApprovalKind.ReverseEntry: return Done(await ReverseEntry.DoAsync(session, key, asked.Read<ReverseEntry.Input>(), cancel));
            case ApprovalKind.WriteOffReceivable: return Done(await WriteOff.DoAsync(session, key, asked.Read<WriteOff.Input>(), asked.ActorName, cancel));
            case ApprovalKind.ReturnBalance: return await CloseAgreement.DoAsync(session, key, asked.Read<CloseAgreement.Input>(), asked.ActorName, cancel);
            case ApprovalKind.ReturnGift: return Done(await DecideGift.ReturnApprovedAsync(session, key, asked.Read<DecideGift.ReturnInput>(), cancel));
            case ApprovalKind.PayBack: return Done(await PayBack.DoAsync(session, key, asked.Read<PayBack.Input>(), asked.ActorName, cancel));
            case ApprovalKind.AcceptGift:
                var accepted = await DecideGift.AcceptApprovedAsync(session, asked.Read<DecideGift.AcceptInput>(), cancel);
                return accepted.IsRefused ? accepted.Refusal : new DoneAct(accepted.Value.Entry.Seq);
            case ApprovalKind.LiftReview:
                await SetDonorProfile.LiftAsync(session, asked.Read<SetDonorProfile.LiftInput>(), cancel);
                return new DoneAct(null);
            default: throw new ArgumentOutOfRangeException(nameof(asked));
        }
    }

    private static Outcome<DoneAct> Done(Outcome<PostedEntry> posted) => posted.IsRefused ? posted.Refusal : new DoneAct(posted.Value.Seq);
}

/// <summary>The first entry that an approved act made; null where it made none.</summary>
internal sealed record DoneAct(long? EntrySeq);
