using Leasehold.Providers;

namespace Leasehold.AspNetCore;

/// <summary>Who waits or is waited for; the meaning of each member is <see cref="DiagnosedSession"/>'s and
/// <see cref="ServerSession"/>'s.</summary>
internal sealed record SessionDocument
{
    public required string Name { get; init; }

    public required string? Pool { get; init; }

    public required HolderDocument? Holder { get; init; }

    public required bool IsOtherInstance { get; init; }

    public required long? Session { get; init; }

    public required string? Application { get; init; }

    public required string? User { get; init; }

    public required string? Client { get; init; }

    public required string? State { get; init; }

    public required double? StateMs { get; init; }

    public required double? TransactionMs { get; init; }

    public required string? Statement { get; init; }

    public static SessionDocument Of(DiagnosedSession who) => new()
    {
        Name = who.ToString(),
        Pool = who.Pool,
        Holder = who.Holder is { } holder ? HolderDocument.Of(holder) : null,
        IsOtherInstance = who.IsOtherInstance,
        Session = who.Session?.Number ?? who.Holder?.Session,
        Application = who.Session?.Application,
        User = who.Session?.User,
        Client = who.Session?.Client,
        State = who.Session is { } session ? SnakeCase.Of(session.State) : null,
        StateMs = Ms(who.Session?.InStateFor),
        TransactionMs = Ms(who.Session?.InTransactionFor),
        Statement = who.Session?.Statement,
    };

    private static double? Ms(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMilliseconds, 1) : null;
}
