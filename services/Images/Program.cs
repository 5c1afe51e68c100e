using Leasehold.Images;
using Leasehold.ServiceDefaults.Startup;

return await ServiceProgram.RunAsync(args, last => ImageService.Build(args, last));
