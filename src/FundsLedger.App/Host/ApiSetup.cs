using System.Text.Json;
using FundsLedger.App.Api;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Answers;
using FundsLedger.App.Features.Bank.Quarantine;
using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.Books.ByHand;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Features.Books.Publications;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Imports;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Reminders;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.MoneyOut.Decisions;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Features.Office.Tokens;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Features.Papers;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Features.SignOff;
using Microsoft.OpenApi;

namespace FundsLedger.App.Host;

/// <summary>Puts the interface for programs together.</summary>
public static class ApiSetup
{
    /// <summary>What it needs.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => ApiJson.Settle(json.SerializerOptions));
        // So that what cannot be read is explained, in every environment.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddOpenApi(ApiDocument.Name, ApiDescription.Settle);
        return services.AddSingleton<Tokens>().AddSingleton<Cursors>().AddSingleton<ApiDocument>();
    }

    /// <summary>Every endpoint under <see cref="ApiPaths.Root"/>.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(ApiPaths.Root).RefusingUnknownParameters();
        FundEndpoints.Map(api);
        ForecastEndpoints.Map(api);
        AlertEndpoints.Map(api);
        PledgeEndpoints.Map(api);
        PledgeImportEndpoints.Map(api);
        AgreementEndpoints.Map(api);
        AgreementTermEndpoints.Map(api);
        PolicyEndpoints.Map(api);
        OfferEndpoints.Map(api);
        ReturnEndpoints.Map(api);
        ApprovalEndpoints.Map(api);
        ReversalEndpoints.Map(api);
        AgeingEndpoints.Map(api);
        ReminderEndpoints.Map(api);
        ReceiptEndpoints.Map(api);
        DonorEndpoints.Map(api);
        StatementEndpoints.Map(api);
        CommitmentEndpoints.Map(api);
        RequestEndpoints.Map(api);
        PaperEndpoints.Map(api);
        PaymentEndpoints.Map(api);
        BatchEndpoints.Map(api);
        RulesEndpoints.Map(api);
        PayeeEndpoints.Map(api);
        JournalEndpoints.Map(api);
        ByHandEndpoints.Map(api);
        BankEndpoints.Map(api);
        QuarantineEndpoints.Map(api);
        MappingEndpoints.Map(api);
        NumberEndpoints.Map(api);
        ElsewhereEndpoints.Map(api);
        MarkEndpoints.Map(api);
        PaidLineEndpoints.Map(api);
        AnswerEndpoints.Map(api);
        MeEndpoint.Map(api);
        RateEndpoints.Map(api);
        PublicationEndpoints.Map(api);
        PeriodEndpoints.Map(api);
        CheckEndpoints.Map(api);
        // It describes, and says nothing of what is in the books: tools read it without a token.
        api.MapGet("/openapi.json",
            async (ApiDocument document, CancellationToken cancel) =>
                TypedResults.Bytes(await document.BytesAsync(cancel), "application/json")).Needs(Operation.ReadPublic)
                    .ExcludeFromDescription();
    }
}
