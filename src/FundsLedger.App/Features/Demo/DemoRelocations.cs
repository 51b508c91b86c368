using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.SignOff;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Demo;

/// <summary>Relocations under opaque tokens with monthly support, and capacity building. The figures are invented from end to
/// end.</summary>
internal sealed class DemoRelocations
{
    private readonly DemoDiary _diary;
    private readonly DemoDice _dice;

    public DemoRelocations(DemoDiary diary, DemoDice dice, DateOnly start, DateOnly today)
    {
        (_diary, _dice) = (diary, dice);
        var number = 0;
        for (var day = start.AddDays(75); day <= today; day = day.AddDays(dice.Between(35, 62)))
            Commit(++number, day, dice.Between(48, 110) * 100_000L, "5110", parts: dice.Between(10, 14), daysApart: 30);
        for (var day = start.AddDays(130); day <= today; day = day.AddDays(dice.Between(150, 230)))
            Commit(++number, day, dice.Between(25, 60) * 100_000L, "5120", parts: 2, daysApart: 100);
    }

    /// <summary>Cents a month that relocations take, on average.</summary>
    public const long MonthlyNeed = 6_000_000;

    private void Commit(int number, DateOnly date, long cents, string account, int parts, int daysApart) =>
        _diary.Note(date.AddDays(_dice.Between(0, 2)), Desk.Protection, async session =>
    {
        var made = await MakeCommitment.ApplyAsync(session,
            new($"demo/relocation/{number}", "SFR", null, Money.Eur(cents), date, date.AddDays((parts + 2) * daysApart)));
        if (made.Refusal is AvailableIsTooLow)
        {
            Commit(number, date.AddDays(30), cents, account, parts, daysApart);
            return;
        }
        var amounts = Allocation.Equal(Money.Eur(cents * _dice.Between(90, 98) / 100), parts)!;
        for (var part = 1; part <= parts; part++)
            Pay(number, made.OrThrow().Code, part, date.AddDays(part * daysApart - _dice.Between(3, 12)),
                new PaymentLine(account, amounts[part - 1]), isLast: part == parts);
    });

    private void Pay(int number, string token, int part, DateOnly date, PaymentLine line, bool isLast) =>
        _diary.Note(date.AddDays(_dice.Between(0, 2)), Desk.Protection, async session =>
        {
            var asked = (await SettleRelocation.RequestAsync(session, new($"demo/relocation/{number}/{part}", token, date, [line],
                IsFinal: isLast), default)).OrThrow();
            _diary.Note(_diary.Day, Desk.Approver, async session =>
                (await DecideApproval.ApplyAsync(session, DemoDiary.Acts, new(asked.Id, true))).OrThrow());
        });
}
