using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Screenshots.Studio;

/// <summary>The studio's routes: two that behave, and one that holds a connection while a video is rendered.</summary>
internal static class StudioRoutes
{
    private static readonly HttpClient Http = new();

    public static void Map(WebApplication app, Uri renderer)
    {
        app.MapGet("/songs", ListSongsAsync);
        app.MapPost("/lyrics", SaveLyricsAsync);
        app.MapPost("/videos", (ConnectionPools pools, CancellationToken stop) => RenderAsync(pools, renderer, stop));
    }

    public static Task PrepareAsync(ConnectionPools pools)
        => pools.InSessionAsync((session, stop) => RunAsync(
            session, "CREATE TABLE lyrics (id INTEGER PRIMARY KEY, text TEXT NOT NULL)", stop));

    private static Task<long> ListSongsAsync(ConnectionPools pools, CancellationToken cancellationToken)
        => pools.InReadSessionAsync(
            static async (session, stop) =>
            {
                await using var command = session.Connection.CreateCommand();
                command.Transaction = session.Transaction;
                command.CommandText = "SELECT count(*) FROM lyrics";
                return (long)(await command.ExecuteScalarAsync(stop))!;
            },
            cancellationToken);

    private static Task SaveLyricsAsync(ConnectionPools pools, CancellationToken cancellationToken)
        => pools.InSessionAsync(
            static (session, stop) => RunAsync(session, "INSERT INTO lyrics (text) VALUES ('la la la')", stop),
            cancellationToken);

    // The wrong way, to be seen: the connection waits for the renderer too.
    private static async Task<IResult> RenderAsync(
        ConnectionPools pools, Uri renderer, CancellationToken cancellationToken)
    {
        await using var lease = await pools.Api.LeaseAsync(cancellationToken);
        using var answer = await Http.PostAsync(renderer, null, cancellationToken);
        return Results.StatusCode((int)answer.StatusCode);
    }

    private static async Task RunAsync(Session session, string sql, CancellationToken cancellationToken)
    {
        await using var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
