using System.Collections.Concurrent;
using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Reports.Letters;
using Microsoft.Extensions.Logging;

namespace FundsLedger.App.Tests.Messages;

/// <summary>What tests of the outbox share.</summary>
internal static class Postroom
{
    public static readonly byte[] Png =
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static Letter Letter(string language) => new()
    {
        Language = language,
        Subject = language == "fr" ? "Le fonds est presque épuisé" : "The fund is nearly depleted",
        Paragraphs = [
            language == "fr" ? "Il reste moins d’un engagement utile, et <rien> n’est promis."
                : "Less than one useful commitment is left, and <nothing> is pledged."],
        Figures = [new(language == "fr" ? "Disponible" : "Available", "1,234.56 EUR")],
        Link = new(language == "fr" ? "Ouvrir" : "Open", "/alerts?fund=TFFV&x=1"),
        Picture = new(language == "fr" ? "Courbe du disponible" : "Course of the available money", Png),
    };

    public static async Task<string> LeaveAsync(TestBooks books, string to, string language = "en")
    {
        await using var connection = await books.Database.OpenAsync();
        return await Outbox.EnqueueAsync(connection, null, new MailMessage(to, Letter(language)), books.Clock.GetUtcNow(),
            SystemChance.Instance);
    }

    public static OutboxDelivery Delivery(TestBooks books, params IDeliverer[] deliverers) =>
        new(books.Database, books.Clock, deliverers, new KeptLog());

    public static OutboxDelivery Delivery(TestBooks books, KeptLog log, params IDeliverer[] deliverers) =>
        new(books.Database, books.Clock, deliverers, log);

    public static async Task<string> StateAsync(TestBooks books, string id) =>
        (await new OutboxList(books.Database, books.Clock).OfAsync()).Single(item => item.Id == id) is var item
            ? $"{item.State} {item.Attempts}" : "";
}

/// <summary>Keeps what is logged.</summary>
internal sealed class KeptLog : ILogger<OutboxDelivery>
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{formatter(state, exception)} {exception}");
}

/// <summary>A receiver inside the test: counts what it took, and answers as told.</summary>
internal sealed class Receiver(Func<string, Delivery>? answer = null) : IDeliverer
{
    public ConcurrentDictionary<string, int> Taken { get; } = [];

    public string Kind => Outbox.Mail;

    public bool IsReady => true;

    public TimeSpan Timeout => TimeSpan.FromMinutes(2);

    public async Task<Delivery> SendAsync(string id, string payload, CancellationToken cancel)
    {
        await Task.Yield();
        var delivery = answer?.Invoke(id) ?? Delivery.Done;
        if (delivery.Result == DeliveryResult.Done) Taken.AddOrUpdate(id, 1, (_, times) => times + 1);
        return delivery;
    }
}
