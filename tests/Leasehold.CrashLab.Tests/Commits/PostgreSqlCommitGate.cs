using System.Globalization;
using Leasehold.CrashLab.Tests.Databases;

namespace Leasehold.CrashLab.Tests.Commits;

/// <summary>A trigger that runs in the COMMIT itself and wants a lock that the gate holds.</summary>
internal sealed class PostgreSqlCommitGate(LabDatabase database) : CommitGate(database)
{
    private protected override string Waiting =>
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query = 'COMMIT'";

    private protected override IReadOnlyList<string> Closing => ["SELECT pg_advisory_lock(77)"];

    private protected override string Opening => "SELECT pg_advisory_unlock(77)";

    public override async Task PrepareAsync()
    {
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION wait_in_commit() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_advisory_xact_lock_shared(77); RETURN NULL; END $$
            """);
        await Database.ExecuteAsync(
            """
            CREATE CONSTRAINT TRIGGER wait_begun AFTER INSERT ON leasehold_operations
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_in_commit();
            CREATE CONSTRAINT TRIGGER wait_done AFTER UPDATE ON leasehold_operations
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 1) EXECUTE FUNCTION wait_in_commit()
            """);
    }

    private protected override string Kill(long session)
        => string.Create(CultureInfo.InvariantCulture, $"SELECT pg_terminate_backend({session})");
}
