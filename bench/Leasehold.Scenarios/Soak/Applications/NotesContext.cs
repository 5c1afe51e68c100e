using Microsoft.EntityFrameworkCore;

namespace Leasehold.Scenarios.Soak.Applications;

internal sealed class NotesContext(DbContextOptions<NotesContext> options) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();
}
