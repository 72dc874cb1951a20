package postgres

import (
	"maps"
	"runtime"
	"slices"
	"strconv"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// port names the socket file; nothing listens on TCP.
const port = "5432"

// defaultSettings is what the product runs with; README.md says why.
func defaultSettings() map[string]string {
	s := map[string]string{
		"listen_addresses":        "",
		"port":                    port,
		"unix_socket_permissions": "0700",
		"max_connections":         "100",
		"shared_buffers":          sharedBuffers(),
		"fsync":                   "on",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"log_destination":         "stderr",
		"logging_collector":       "off",
		"log_line_prefix":         "",
		"log_error_verbosity":     "terse",
	}
	if runtime.GOOS == "linux" {
		s["recovery_init_sync_method"] = "syncfs"
	}
	return s
}

// sharedBuffers is an eighth of the memory that this machine or its container gives, from 256 MB to 2 GB: the rest is the program's
// and that of whatever else runs beside it.
func sharedBuffers() string {
	const least, most = 256, 2048
	bytes, err := memlimit.ApplyFallback(memlimit.FromCgroup, memlimit.FromSystem)()
	if err != nil {
		return strconv.Itoa(least) + "MB"
	}
	return strconv.FormatUint(min(max(bytes>>20/8, least), most), 10) + "MB"
}

// arguments are the command line of postgres, in a fixed order.
func (s *Server) arguments() []string {
	settings := defaultSettings()
	maps.Copy(settings, s.cfg.Settings)
	// These two belong to the package: URL and readiness rest on them.
	settings["port"] = port
	settings["unix_socket_directories"] = s.socket
	args := []string{"-D", s.cluster}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	return args
}

// environment is all that the child sees: no PG* variable of ours may steer it.
func environment() []string {
	return []string{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "TZ=UTC", "PGTZ=UTC"}
}
