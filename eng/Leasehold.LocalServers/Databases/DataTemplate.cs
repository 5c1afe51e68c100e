using System.Security.Cryptography;
using Leasehold.LocalServers.Repository;
using Leasehold.LocalServers.Servers;

namespace Leasehold.LocalServers.Databases;

/// <summary>
/// A fresh data folder, made once per server version and then copied, since copying takes a tenth of the time.
/// The administrator's password is drawn when the template is made.
/// </summary>
internal sealed class DataTemplate
{
    private const string PasswordFile = "password";
    private const string DataFolder = "data";
    private readonly string _path;

    private DataTemplate(string path)
    {
        _path = path;
        Password = File.ReadAllText(Path.Combine(path, PasswordFile));
    }

    private string Password { get; }

    /// <summary>Puts a fresh copy into the server's folder, unless there is data of an earlier run.</summary>
    /// <param name="folder">The server's folder.</param>
    /// <param name="key">Server and version.</param>
    /// <param name="create">Fills a folder that does not exist yet: (folder, password file).</param>
    /// <param name="cancellationToken">Cancels the making.</param>
    /// <returns>The administrator's password.</returns>
    public static async Task<string> PlaceAsync(
        ServerFolder folder,
        string key,
        Func<string, string, CancellationToken, Task> create,
        CancellationToken cancellationToken)
    {
        var data = folder.File(DataFolder);
        if (Directory.Exists(data))
        {
            return await File.ReadAllTextAsync(folder.File(PasswordFile), cancellationToken);
        }

        var template = await GetAsync(key, create, cancellationToken);
        await folder.WriteSecretAsync(PasswordFile, template.Password, cancellationToken);

        // Renamed last: half a copy, left by a run that was killed, must not be taken for data.
        var draft = folder.File("draft");
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        template.CopyTo(draft);
        Directory.Move(draft, data);
        return template.Password;
    }

    /// <summary>Copies the data into a folder that does not exist yet; only its owner may look inside.</summary>
    private void CopyTo(string target)
    {
        Copy(Path.Combine(_path, DataFolder), target);
        OwnerOnly.Folder(target);
    }

    /// <summary>Finds or makes the template.</summary>
    private static async Task<DataTemplate> GetAsync(
        string key, Func<string, string, CancellationToken, Task> create, CancellationToken cancellationToken)
    {
        var cache = Cache();
        var path = Path.Combine(cache, key);
        if (!Directory.Exists(path))
        {
            await MakeAsync(cache, path, create, cancellationToken);
        }

        return new DataTemplate(path);
    }

    private static string Cache()
    {
        var folder = BuildOutput.RepositoryRoot is { } root
            ? Path.Combine(root, "artifacts", "test-servers")
            : Path.Combine(AppContext.BaseDirectory, "test-servers");
        return Directory.CreateDirectory(folder).FullName;
    }

    private static async Task MakeAsync(
        string cache,
        string path,
        Func<string, string, CancellationToken, Task> create,
        CancellationToken cancellationToken)
    {
        using var workshop = ServerFolder.Temporary("template");
        var password = await workshop.WriteSecretAsync(
            PasswordFile, RandomNumberGenerator.GetHexString(24), cancellationToken);
        await ServerUser.Postgres.GiveAsync(workshop.Path, cancellationToken);
        await create(workshop.File(DataFolder), password, cancellationToken);

        // Copied beside the target first, so that the rename is atomic. Who loses the race uses the winner's.
        var draft = Path.Combine(cache, Path.GetRandomFileName());
        Copy(workshop.Path, draft);
        try
        {
            Directory.Move(draft, path);
        }
        catch (IOException) when (Directory.Exists(path))
        {
            Directory.Delete(draft, recursive: true);
        }
    }

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var folder in Directory.EnumerateDirectories(source))
        {
            Copy(folder, Path.Combine(target, Path.GetFileName(folder)));
        }

        foreach (var file in Directory.EnumerateFiles(source))
        {
            if (File.ResolveLinkTarget(file, returnFinalTarget: false) is null)
            {
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
            }
        }
    }
}
